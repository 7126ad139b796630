package org.lyceum.server.cli;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.StartupException;
import org.lyceum.server.LyceumServer;
import org.lyceum.server.RelayServer;
import org.lyceum.server.Running;
import org.lyceum.server.Version;
import org.lyceum.server.address.MachineAddresses;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.ConfigException;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;
import org.lyceum.server.config.TurnOptions;
import org.lyceum.server.log.LogSetup;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The commands {@code run}, {@code doctor}, {@code user} and {@code ledger}. Every command takes every setting as a flag, from the one table
 * of {@link Setting}. Errors are a sentence on standard error, never a stack trace.
 */
public final class CommandLineInterface {
    /** The server runs now; the process goes on until it is stopped. */
    public static final int RUNNING = -1;

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    /** Between the first 503 of {@code /health} and the end: time enough for a load balancer to ask. */
    private static final long NOTICE_SECONDS = 3;

    private static final String CONFIG_FLAG = "--config";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    public CommandLineInterface(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code, or {@link #RUNNING} */
    public int execute(String... args) {
        CommandLine commandLine = new CommandLine(commands());
        try {
            ParseResult parsed = commandLine.parseArgs(args);
            if (helpRequested(parsed)) {
                return OK;
            }
            return dispatch(parsed);
        } catch (CommandLine.ParameterException e) {
            err.println("lyceum: " + e.getMessage());
            err.println("Try: ./lyceum " + e.getCommandLine().getCommandName().replace("lyceum", "") + " --help");
            return USAGE;
        } catch (ConfigException | StartupException e) {
            err.println("lyceum: " + e.getMessage());
            return FAILED;
        } catch (Refusal e) {
            err.println("lyceum: " + e.sentence());
            return FAILED;
        }
    }

    private boolean helpRequested(ParseResult parsed) {
        CommandLine asked = innermost(parsed).commandSpec().commandLine();
        if (asked.isUsageHelpRequested()) {
            asked.usage(out, ansi());
        } else if (asked.isVersionHelpRequested()) {
            out.println("Lyceum " + Version.current());
        }
        return asked.isUsageHelpRequested() || asked.isVersionHelpRequested();
    }

    private static ParseResult innermost(ParseResult parsed) {
        ParseResult command = parsed;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        return command;
    }

    private int dispatch(ParseResult parsed) {
        ParseResult command = innermost(parsed);
        return switch (command.commandSpec().qualifiedName(" ")) {
            case "lyceum run" -> run(config(command));
            case "lyceum doctor" -> new Doctor(config(command)).examine(out) ? OK : FAILED;
            case "lyceum user create" -> {
                users(command).create(email(command), value(command, "--name"), value(command, "--role"));
                yield OK;
            }
            case "lyceum user reset-password" -> {
                users(command).resetPassword(email(command));
                yield OK;
            }
            case "lyceum user grant" -> {
                users(command).grant(email(command), Objects.requireNonNull(command.matchedPositionalValue(1, "")));
                yield OK;
            }
            case "lyceum ledger verify" ->
                new LedgerCommand(LyceumServer.platformSettings(config(command)), out).verify() ? OK : FAILED;
            default -> {
                command.commandSpec().commandLine().usage(err);
                yield USAGE;
            }
        };
    }

    private static void end(Running server) {
        server.close();
        Runtime.getRuntime().halt(OK);
    }

    private int run(Config config) {
        LogSetup.apply(config.jsonLogs(), config.logLevel());
        if (config.turn().roles() == TurnOptions.Roles.TURN) {
            RelayServer relay = start(() -> RelayServer.start(config));
            stopOnSignal(relay);
            out.println("lyceum: TURN on port %d (UDP and TCP) and %d (TLS), /health on port %d"
                    .formatted(relay.turnPort(), relay.turnTlsPort(), relay.httpPort()));
            return running();
        }
        LyceumServer server = start(() -> LyceumServer.start(config));
        stopOnSignal(server);
        if (!config.jsonLogs()) {
            Banner banner = new Banner(
                    Version.current(),
                    server.httpPort(),
                    server.httpsPort(),
                    server.mediaPort(),
                    server.turnPort(),
                    server.turnTlsPort(),
                    MachineAddresses.reachable(),
                    config.publicUrl(),
                    server.isSelfSigned(),
                    config.data());
            out.print(banner.render(ansi() == CommandLine.Help.Ansi.ON));
        }
        String secret = server.firstAdminSecret();
        if (secret != null) {
            String base = config.publicUrl() != null
                    ? config.publicUrl().toString()
                    : "http://localhost:" + server.httpPort();
            out.println("lyceum: this house has no administrator yet. Whoever opens this link, once, becomes it:");
            out.println("lyceum:   " + base + "/first-admin#" + secret);
        }
        return running();
    }

    private static void stopOnSignal(Running server) {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        Signals.onStop(() -> {
            server.drain();
            var _ = later.schedule(() -> end(server), NOTICE_SECONDS, TimeUnit.SECONDS);
        });
    }

    private int running() {
        long millis = ManagementFactory.getRuntimeMXBean().getUptime();
        out.println("lyceum: ready after %.1f s".formatted(millis / 1000.0));
        return RUNNING;
    }

    private static <S extends Running> S start(Supplier<S> starting) {
        try {
            return starting.get();
        } catch (StartupException | ConfigException e) {
            throw e;
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw new StartupException(
                            "A port is taken: " + cause.getMessage() + ". ./lyceum doctor says which and what to do.",
                            e);
                }
            }
            throw e;
        }
    }

    private Config config(ParseResult command) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String given = value(command, setting.flag());
            if (given != null) {
                flags.put(setting, given);
            }
        }
        String file = value(command, CONFIG_FLAG);
        Path home = Path.of(environment.getOrDefault("LYCEUM_HOME", ""));
        return ConfigLoader.load(flags, environment, file == null ? null : Path.of(file), home);
    }

    private UserCommand users(ParseResult command) {
        return new UserCommand(LyceumServer.platformSettings(config(command)), out);
    }

    private static @Nullable String value(ParseResult command, String option) {
        return command.matchedOptionValue(option, (String) null);
    }

    private static String email(ParseResult command) {
        return Objects.requireNonNull(command.matchedPositionalValue(0, ""));
    }

    private CommandLine.Help.Ansi ansi() {
        boolean terminal = Terminal.find().isPresent();
        return terminal && !environment.containsKey("NO_COLOR") ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
    }

    private static CommandSpec commands() {
        CommandSpec user = command(
                        "user", "Make and change accounts; passwords are asked for or read from standard input.")
                .addSubcommand(
                        "create",
                        withSettings(email(command("create", "Make an account."))
                                .addOption(option(
                                        "--name", "<name>", "what others see; from the e-mail address if not given"))
                                .addOption(option("--role", "<role>", "viewer, creator, teacher or admin"))))
                .addSubcommand(
                        "reset-password",
                        withSettings(email(
                                command("reset-password", "Give an account a new password and end its sign-ins."))))
                .addSubcommand(
                        "grant",
                        withSettings(email(command("grant", "Give an account one more role."))
                                .addPositional(positional(1, "<role>", "viewer, creator, teacher or admin"))));
        CommandSpec ledger = command("ledger", "Look after the money of the house.")
                .addSubcommand(
                        "verify",
                        withSettings(command(
                                "verify", "Recompute every balance from its entries; 1 if anything is wrong.")));
        return command("lyceum", "Live video that people host themselves.")
                .version("Lyceum " + Version.current())
                .addSubcommand("run", withSettings(command("run", "Run the server until Ctrl-C.")))
                .addSubcommand(
                        "doctor", withSettings(command("doctor", "Look for what would keep the server from working.")))
                .addSubcommand("user", user)
                .addSubcommand("ledger", ledger);
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
        spec.usageMessage().description(description).abbreviateSynopsis(true).sortOptions(false);
        return spec;
    }

    private static CommandSpec withSettings(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            String standard = setting.defaultValue().isEmpty() ? "" : " (" + setting.defaultValue() + ")";
            command.addOption(option(
                    setting.flag(),
                    setting.placeholder(),
                    setting.description() + standard + "; " + setting.variable()));
        }
        return command.addOption(
                option(CONFIG_FLAG, "<file>", "settings to read instead of lyceum.yaml in the data folder"));
    }

    private static CommandSpec email(CommandSpec command) {
        return command.addPositional(positional(0, "<e-mail>", "address of the account"));
    }

    private static OptionSpec option(String flag, String placeholder, String description) {
        return OptionSpec.builder(flag)
                .type(String.class)
                .paramLabel(placeholder)
                .description(description.replace("%", "%%"))
                .build();
    }

    private static PositionalParamSpec positional(int index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity("1")
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }
}
