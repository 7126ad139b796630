package org.lyceum.platform.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.ManualClock;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.TestPlatforms;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.db.Storage;

@ParameterizedClass
@EnumSource(Storage.class)
class AccountsTest {
    private static final String EMAIL = "Ada@Example.org";
    private static final String PASSWORD = "correct horse";

    private final Storage storage;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final List<SessionEnded> ended = new ArrayList<>();
    private PlatformSettings settings;
    private Platform platform;
    private Accounts accounts;

    AccountsTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        settings = TestPlatforms.settings(storage, folder);
        reopen();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private void reopen() {
        platform = Platform.open(settings, clock);
        accounts = platform.accounts();
        accounts.onSessionEnded(ended::add);
    }

    private SignedIn register() {
        return accounts.register(EMAIL, PASSWORD, "Ada");
    }

    private Principal principalOf(SignedIn signedIn) {
        return platform.accessTokens().verify(signedIn.accessToken()).orElseThrow();
    }

    private boolean isAccepted(SignedIn signedIn) {
        return platform.accessTokens().verify(signedIn.accessToken()).isPresent();
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void whoRegistersIsSignedInAsViewerAndCreator() {
        SignedIn signedIn = register();

        assertThat(signedIn.account().email()).isEqualTo(EMAIL);
        assertThat(signedIn.account().roles()).containsExactlyInAnyOrder(Role.VIEWER, Role.CREATOR);
        assertThat(principalOf(signedIn).userId()).isEqualTo(signedIn.account().id());
        assertThat(principalOf(signedIn).displayName()).isEqualTo("Ada");
        assertThat(accounts.find(signedIn.account().id())).contains(signedIn.account());
    }

    @Test
    void anAddressIsTakenHoweverItIsWritten() {
        register();

        assertRefused("email-taken", () -> accounts.register(" ada@example.ORG", PASSWORD, "Eve"));
    }

    @Test
    void ofManyWhoRegisterOneAddressAtOnceOneHasIt() throws Exception {
        List<Future<SignedIn>> tries = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                tries.add(threads.submit(this::register));
            }
        }
        assertThat(tries.stream().filter(tried -> tried.state() == Future.State.SUCCESS))
                .hasSize(1);
        assertThat(tries.stream().filter(tried -> tried.state() == Future.State.FAILED))
                .allSatisfy(tried -> assertThat(tried.exceptionNow()).hasMessageContaining("already"));
    }

    @Test
    void loginTakesTheRightPasswordAndNoOther() {
        SignedIn registered = register();

        assertThat(accounts.login("ADA@example.org ", PASSWORD).account()).isEqualTo(registered.account());
        for (String wrong : List.of("", "Correct horse", PASSWORD + " ", "x".repeat(10_000), "\u0000")) {
            assertRefused("wrong-credentials", () -> accounts.login(EMAIL, wrong));
        }
        for (String unknown :
                List.of("", "eve@example.org", "' OR 1=1 --", "ada@example.org\u0000", "a".repeat(9_000))) {
            assertRefused("wrong-credentials", () -> accounts.login(unknown, PASSWORD));
        }
    }

    @Test
    void aPasswordIsTheSameHoweverTheKeyboardComposesIt() {
        accounts.register("e@example.org", "caf\u00e9-caf\u00e9", "E");

        assertThat(accounts.login("e@example.org", "cafe\u0301-cafe\u0301")
                        .account()
                        .displayName())
                .isEqualTo("E");
    }

    @Test
    void fieldsThatCanNotBeKeptAreRefusedByName() {
        for (String email : List.of(
                "", "ada", "@", "a@", "@b", "a b@c", "a@b@c", "a@b\u0000", "x".repeat(300) + "@b.c", "<a@b.c>")) {
            assertThatThrownBy(() -> accounts.register(email, PASSWORD, "Ada"))
                    .as(email)
                    .hasMessageContaining("field email");
        }
        assertThatThrownBy(() -> accounts.register(EMAIL, "1234567", "Ada")).hasMessageContaining("field password");
        assertThatThrownBy(() -> accounts.register(EMAIL, "p".repeat(257), "Ada"))
                .hasMessageContaining("field password");
        assertThatThrownBy(() -> accounts.register(EMAIL, PASSWORD, " \t")).hasMessageContaining("field displayName");
        assertThatThrownBy(() -> accounts.register(EMAIL, PASSWORD, "A".repeat(51)))
                .hasMessageContaining("field displayName");
        assertRefused("wrong-credentials", () -> accounts.login(EMAIL, PASSWORD));
    }

    @Test
    void nothingSecretIsInTheDataFolder() throws Exception {
        String token = register().refreshToken();

        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(token)
                            .doesNotContain(PASSWORD));
        }
    }

    @Test
    void aClosedHouseTakesAccountsFromItsAdministratorAlone() {
        platform.close();
        settings = settings.withRegistrationOpen(false);
        reopen();

        assertRefused("registration-closed", this::register);
        Account made = accounts.create(EMAIL, PASSWORD, "Ada", Set.of(Role.TEACHER));
        assertThat(made.roles()).contains(Role.TEACHER, Role.VIEWER);
        assertThat(accounts.login(EMAIL, PASSWORD).account()).isEqualTo(made);
    }

    @Test
    void aRefreshTokenIsAnsweredWithItsSuccessor() {
        SignedIn first = register();
        clock.advance(Duration.ofMinutes(20));
        assertThat(isAccepted(first)).isFalse();

        SignedIn second = accounts.refresh(first.refreshToken());
        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(isAccepted(second)).isTrue();
        assertThat(accounts.refresh(second.refreshToken()).account()).isEqualTo(first.account());
    }

    @Test
    void thePredecessorIsHonouredForThirtySeconds() {
        SignedIn first = register();
        SignedIn tabOne = accounts.refresh(first.refreshToken());
        clock.advance(Duration.ofSeconds(30));
        SignedIn tabTwo = accounts.refresh(first.refreshToken());

        clock.advance(Duration.ofMinutes(1));
        assertThat(isAccepted(accounts.refresh(tabOne.refreshToken()))).isTrue();
        assertThat(isAccepted(accounts.refresh(tabTwo.refreshToken()))).isTrue();
        assertThat(ended).isEmpty();
    }

    @Test
    void aPredecessorThatComesLaterEndsTheWholeFamily() {
        SignedIn first = register();
        SignedIn elsewhere = accounts.login(EMAIL, PASSWORD);
        SignedIn second = accounts.refresh(first.refreshToken());
        clock.advance(Duration.ofSeconds(31));

        assertRefused("session-over", () -> accounts.refresh(first.refreshToken()));

        assertRefused("session-over", () -> accounts.refresh(second.refreshToken()));
        assertThat(isAccepted(second)).isFalse();
        assertThat(ended).hasSize(1);
        assertThat(isAccepted(elsewhere)).isTrue();
        assertThat(accounts.refresh(elsewhere.refreshToken()).account()).isEqualTo(first.account());
    }

    @Test
    void manyTabsThatRefreshAtOnceAllStaySignedIn() throws Exception {
        SignedIn first = register();
        List<Future<SignedIn>> tabs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                tabs.add(threads.submit(() -> accounts.refresh(first.refreshToken())));
            }
        }
        assertThat(tabs)
                .allSatisfy(tab -> assertThat(isAccepted(tab.resultNow())).isTrue());
        assertThat(tabs.stream().map(tab -> tab.resultNow().refreshToken()).distinct())
                .hasSize(16);
    }

    @Test
    void aLoginThatIsNotUsedForThirtyDaysIsOver() {
        SignedIn first = register();
        clock.advance(LoginSessions.LIFETIME.minusSeconds(1));
        SignedIn second = accounts.refresh(first.refreshToken());
        clock.advance(LoginSessions.LIFETIME.minusSeconds(1));
        SignedIn third = accounts.refresh(second.refreshToken());
        clock.advance(LoginSessions.LIFETIME);

        assertRefused("session-over", () -> accounts.refresh(third.refreshToken()));
    }

    @Test
    void whatIsNoRefreshTokenIsRefused() {
        register();
        for (String wrong : List.of("", "abc", "\u0000", "' OR 1=1 --", "a".repeat(100_000))) {
            assertRefused("session-over", () -> accounts.refresh(wrong));
            accounts.logout(wrong);
        }
        assertThat(ended).isEmpty();
    }

    @Test
    void aLogoutEndsItsOwnLoginAtOnceAndNoOther() {
        SignedIn here = register();
        SignedIn there = accounts.login(EMAIL, PASSWORD);

        accounts.logout(here.refreshToken());
        accounts.logout(here.refreshToken());

        assertThat(isAccepted(here)).isFalse();
        assertRefused("session-over", () -> accounts.refresh(here.refreshToken()));
        assertThat(isAccepted(there)).isTrue();
        assertThat(ended).hasSize(1);
        assertThat(ended.getFirst().userId()).isEqualTo(here.account().id());

        accounts.logout(principalOf(there));
        assertThat(isAccepted(there)).isFalse();
        assertThat(ended).hasSize(2);
    }

    @Test
    void aLogoutOutlastsARestart() {
        SignedIn here = register();
        SignedIn there = accounts.login(EMAIL, PASSWORD);
        accounts.logout(here.refreshToken());
        clock.advance(Duration.ofMinutes(5));

        platform.close();
        reopen();

        assertThat(isAccepted(here)).isFalse();
        assertThat(isAccepted(there)).isTrue();
    }

    @Test
    void aPasswordResetEndsAllLogins() {
        SignedIn one = register();
        SignedIn two = accounts.login(EMAIL, PASSWORD);

        accounts.resetPassword("ada@example.org", "battery staple");

        assertThat(isAccepted(one)).isFalse();
        assertThat(isAccepted(two)).isFalse();
        assertThat(ended).hasSize(2);
        assertRefused("wrong-credentials", () -> accounts.login(EMAIL, PASSWORD));
        assertThat(isAccepted(accounts.login(EMAIL, "battery staple"))).isTrue();
    }

    @Test
    void aGrantedRoleCountsFromTheNextRefresh() {
        SignedIn first = register();

        accounts.grant(EMAIL, Role.ADMIN);
        accounts.grant(EMAIL, Role.ADMIN);

        assertThat(principalOf(first).isAdmin()).isFalse();
        assertThat(principalOf(accounts.refresh(first.refreshToken())).isAdmin())
                .isTrue();
    }

    @Test
    void administrationOfAnAccountThatIsNotThereIsRefused() {
        assertRefused("no-such-account", () -> accounts.grant("eve@example.org", Role.ADMIN));
        assertRefused("no-such-account", () -> accounts.resetPassword("eve\u0000", PASSWORD));
    }

    @Test
    void anAdministratorWorksBesideARunningServer() {
        register();

        try (Platform administration = Platform.openForAdministration(settings, clock)) {
            administration.accounts().create("bob@example.org", PASSWORD, "Bob", Set.of());
            administration.accounts().resetPassword(EMAIL, "battery staple");
        }

        assertThat(isAccepted(accounts.login("bob@example.org", PASSWORD))).isTrue();
        assertThat(isAccepted(accounts.login(EMAIL, "battery staple"))).isTrue();
    }

    @Test
    void whatAnAdministratorEndsBesideARunningServerIsEndedThereAsWell() {
        SignedIn before = register();
        SignedIn other = accounts.register("bob@example.org", PASSWORD, "Bob");
        try (Platform administration = Platform.openForAdministration(settings, clock)) {
            administration.accounts().resetPassword(EMAIL, "battery staple");
        }

        accounts.noticeEnded();
        accounts.noticeEnded();

        assertThat(isAccepted(before)).isFalse();
        assertThat(isAccepted(other)).isTrue();
        assertThat(ended)
                .singleElement()
                .satisfies(session ->
                        assertThat(session.userId()).isEqualTo(before.account().id()));
    }

    @Test
    void loginsThatAreOverAreForgottenWhileTheServerRuns() {
        SignedIn used = register();
        SignedIn loggedOut = accounts.login(EMAIL, PASSWORD);
        accounts.logout(loggedOut.refreshToken());
        assertThat(logins()).isEqualTo(2);

        clock.advance(Duration.ofDays(2));
        platform.tidy();
        assertThat(logins()).isEqualTo(1);
        assertThat(isAccepted(accounts.refresh(used.refreshToken()))).isTrue();
        clock.advance(Duration.ofDays(31));
        platform.tidy();
        assertThat(logins()).isZero();
    }

    private int logins() {
        try (DataFolder free = DataFolder.lockIfFree(settings.dataFolder());
                Database database = Database.open(free, settings.databaseUrl(), clock.instant())) {
            return database.read(sql -> sql.createQuery("SELECT COUNT(*) FROM login_sessions")
                    .mapTo(Integer.class)
                    .one());
        }
    }

    @Test
    void aHashOfALesserCostIsMadeAnewAtTheNextLogin() {
        register();
        platform.close();
        settings = settings.withPasswordCost(new Argon2Cost(16, 2, 1));
        reopen();

        assertThat(storedHash()).contains("m=8,t=1");
        accounts.login(EMAIL, PASSWORD);

        assertThat(storedHash()).contains("m=16,t=2");
        assertThat(isAccepted(accounts.login(EMAIL, PASSWORD))).isTrue();
    }

    private String storedHash() {
        try (DataFolder beside = DataFolder.lockIfFree(folder);
                Database database = Database.open(beside, settings.databaseUrl(), clock.instant())) {
            return database.read(sql -> AccountRows.findCredentials(sql, "ada@example.org")
                    .map(credentials -> String.valueOf(credentials.passwordHash()))
                    .orElseThrow());
        }
    }
}
