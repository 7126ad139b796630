package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.accounts.FirstAdmin;
import org.lyceum.platform.accounts.Role;
import org.lyceum.server.api.ApiServer.Answer;

class FirstAdminTest {
    @TempDir
    Path data;

    private ApiServer api;
    private FirstAdmin first;

    @BeforeEach
    void start() {
        api = new ApiServer(data);
        first = api.platform().firstAdmin();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Answer claim(String secret, String email) {
        return api.post(
                "/api/auth/first-admin",
                "{\"secret\":\"%s\",\"email\":\"%s\",\"password\":\"correct horse\",\"displayName\":\"Root\"}"
                        .formatted(secret, email));
    }

    @Test
    void nobodyBecomesItByBeingFirst() {
        assertThat(api.register("ada@example.org")
                        .json()
                        .required("user")
                        .required("roles")
                        .toString())
                .doesNotContain("admin");
        claim("fa_123", "ada@example.org").refused(403, "link-not-valid");
        assertThat(first.offer()).isNotNull();
        claim("fa_123", "ada@example.org").refused(403, "link-not-valid");
    }

    @Test
    void theLinkMakesOneAdministratorOnce() {
        String dead = first.offer();
        String secret = first.offer();
        claim(String.valueOf(dead), "root@example.org").refused(403, "link-not-valid");

        Answer claimed = claim(String.valueOf(secret), "root@example.org");

        assertThat(claimed.status()).isEqualTo(201);
        String bearer = "Bearer " + claimed.text("accessToken");
        assertThat(api.post("/api/admin/ledger/verify", "{}", "Authorization", bearer)
                        .status())
                .isEqualTo(200);
        claim(String.valueOf(secret), "other@example.org").refused(403, "link-not-valid");
        assertThat(first.offer()).isNull();
    }

    @Test
    void anAddressThatIsTakenLeavesTheLinkGood() {
        api.register("ada@example.org");
        String secret = String.valueOf(first.offer());
        claim(secret, "ada@example.org").refused(409, "email-taken");
        assertThat(claim(secret, "root@example.org").status()).isEqualTo(201);
    }

    @Test
    void theSettingsMakeOneAndNoSecond() {
        first.make("root@example.org", "correct horse");
        first.make("other@example.org", "correct horse");

        assertThat(api.platform()
                        .accounts()
                        .login("root@example.org", "correct horse")
                        .account()
                        .roles())
                .contains(Role.ADMIN);
        assertThatThrownBy(() -> api.platform().accounts().idOf("other@example.org"));
        assertThat(first.offer()).isNull();
    }

    @Test
    void theSettingsDoNotTakeOverAnAccountOfSomebodyElse() {
        api.register("ada@example.org");
        assertThatThrownBy(() -> first.make("ada@example.org", "another password"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("./lyceum user grant");
        assertThat(api.platform().accounts().hasAdmin()).isFalse();
    }
}
