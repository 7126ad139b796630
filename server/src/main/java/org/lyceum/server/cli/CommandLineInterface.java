package org.lyceum.server.cli;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.nio.file.Path;
import java.time.InstantSource;
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
 * The commands {@code run}, {@code doctor}, {@code user}, {@code ledger}, {@code backup}, {@code restore} and {@code move}.
 * Every command takes every setting as a flag, from the one table of {@link Setting}. Errors are a sentence on standard
 * error, never a stack trace.
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
    private static final String REPLACE_FLAG = "--replace";
    private static final String TO_FLAG = "--to";
    private static final String TO_VARIABLE = "LYCEUM_MOVE_TO";

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
                users(command).create(first(command), value(command, "--name"), value(command, "--role"));
                yield OK;
            }
            case "lyceum user reset-password" -> {
                users(command).resetPassword(first(command));
                yield OK;
            }
            case "lyceum user grant" -> {
                users(command).grant(first(command), Objects.requireNonNull(command.matchedPositionalValue(1, "")));
                yield OK;
            }
            case "lyceum ledger verify" ->
                new LedgerCommand(LyceumServer.platformSettings(config(command)), out).verify() ? OK : FAILED;
            case "lyceum backup" -> {
                backups(config(command)).backup(command.matchedPositionalValue(0, (String) null));
                yield OK;
            }
            case "lyceum restore" -> restore(command) ? OK : FAILED;
            case "lyceum move" -> backups(config(command)).move(moveTarget(command)) ? OK : FAILED;
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
        server.letMediaFirst();
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
        return ConfigLoader.load(flags, environment, file == null ? null : Path.of(file), home());
    }

    private Path home() {
        return Path.of(environment.getOrDefault("LYCEUM_HOME", ""));
    }

    private UserCommand users(ParseResult command) {
        return new UserCommand(LyceumServer.platformSettings(config(command)), out);
    }

    private BackupCommand backups(Config config) {
        return new BackupCommand(LyceumServer.platformSettings(config), InstantSource.system(), out);
    }

    private boolean restore(ParseResult command) {
        Config config = config(command);
        boolean sound = backups(config).restore(first(command), command.matchedOptionValue(REPLACE_FLAG, false));
        tellOfRestoredSettings(config);
        return sound;
    }

    /** With the backup's own settings a plain start may look elsewhere for the database than where it was restored. */
    private void tellOfRestoredSettings(Config restored) {
        try {
            Map<Setting, String> folder = Map.of(Setting.DATA, restored.data().toString());
            if (!Objects.equals(
                    ConfigLoader.load(folder, environment, null, home()).databaseUrl(), restored.databaseUrl())) {
                out.println(
                        "Mind: without --db a start would take another database than this one. Mend db in lyceum.yaml, or"
                                + " give --db or LYCEUM_DB.");
            }
        } catch (ConfigException e) {
            out.println("Mind: the settings in the backup do not fit here. " + e.getMessage());
        }
    }

    /** A URL holds a password, and flags are seen by every user of the machine. */
    private String moveTarget(ParseResult command) {
        String flag = value(command, TO_FLAG);
        String to = flag != null ? flag : environment.getOrDefault(TO_VARIABLE, "");
        if (to.isBlank()) {
            throw new ConfigException("Where to? Give --to or %s: postgresql://user:password@host/database, or %s."
                    .formatted(TO_VARIABLE, BackupCommand.SQLITE));
        }
        return to.strip();
    }

    private static @Nullable String value(ParseResult command, String option) {
        return command.matchedOptionValue(option, (String) null);
    }

    private static String first(ParseResult command) {
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
                .addSubcommand("ledger", ledger)
                .addSubcommand("backup", backup())
                .addSubcommand("restore", restore())
                .addSubcommand("move", move());
    }

    private static CommandSpec backup() {
        CommandSpec backup = command(
                "backup",
                "Write the database, keys, certificates and settings into one file, beside a running server.");
        return withSettings(backup.addPositional(optional(
                0, "<file>", "where to, or a folder; from the time, in backups in the data folder, if not given")));
    }

    private static CommandSpec restore() {
        CommandSpec restore = command(
                "restore",
                "Make a house from a backup, in --data and, if given, --db: an empty folder and an empty database.");
        return withSettings(restore.addPositional(positional(0, "<file>", "the backup"))
                .addOption(OptionSpec.builder(REPLACE_FLAG)
                        .type(boolean.class)
                        .description("put aside what is in the data folder")
                        .build()));
    }

    private static CommandSpec move() {
        CommandSpec move = command("move", "Copy the database into an empty one, from SQLite to PostgreSQL or back.");
        return withSettings(move.addOption(option(
                TO_FLAG,
                "<url>",
                "postgresql://user:password@host/database, or " + BackupCommand.SQLITE + "; " + TO_VARIABLE)));
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
        return positional(index, "1", label, description);
    }

    private static PositionalParamSpec optional(int index, String label, String description) {
        return positional(index, "0..1", label, description);
    }

    private static PositionalParamSpec positional(int index, String arity, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity(arity)
                .required(arity.equals("1"))
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }
}
