package org.lyceum.server.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.accounts.Account;
import org.lyceum.platform.accounts.Role;

/**
 * {@code lyceum user ...}: accounts by the administrator's hand, beside a running server or without one. A password comes
 * from the terminal or from standard input, never from the command line, where every user of the machine could read it.
 */
final class UserCommand {
    private final PlatformSettings settings;
    private final PrintStream out;

    UserCommand(PlatformSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** @param role beside those that every account has, or null */
    void create(String email, @Nullable String name, @Nullable String role) {
        Set<Role> roles = role == null ? EnumSet.noneOf(Role.class) : EnumSet.of(role(role));
        String displayName = name != null ? name : email.replaceAll("@.*", "");
        String password = readPassword("Password for " + email + ": ");
        try (Platform platform = open()) {
            Account account = platform.accounts().create(email, password, displayName, roles);
            out.println("Made the account " + account.email() + " (" + names(account.roles()) + ").");
        }
    }

    void resetPassword(String email) {
        String password = readPassword("New password for " + email + ": ");
        try (Platform platform = open()) {
            platform.accounts().resetPassword(email, password);
            out.println("The password of " + email + " is changed; its sign-ins are ended.");
        }
    }

    void grant(String email, String role) {
        Role granted = role(role);
        try (Platform platform = open()) {
            Account account = platform.accounts().grant(email, granted);
            out.println(account.email() + " has the roles " + names(account.roles())
                    + " now; they count from the next refresh of its sign-in.");
        }
    }

    private Platform open() {
        return Platform.openForAdministration(settings, InstantSource.system());
    }

    static Role role(String text) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.INVALID,
                        "unknown-role",
                        "There is no role '" + text + "'. Roles are " + names(EnumSet.allOf(Role.class)) + "."));
    }

    private static String names(Set<Role> roles) {
        return roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
    }

    private static String readPassword(String prompt) {
        Optional<Console> terminal = Terminal.find();
        if (terminal.isPresent()) {
            char[] password = terminal.get().readPassword("%s", prompt);
            return password == null ? "" : new String(password);
        }
        try {
            // Not closed: standard input is the process's.
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
