package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.accounts.Role;
import org.lyceum.platform.metering.Metering;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.server.api.ApiServer.Answer;
import tools.jackson.databind.JsonNode;

class MoneyRoutesTest {
    @TempDir
    Path data;

    private ApiServer api;
    private String ada;
    private String bob;
    private String root;
    private String stream;

    @BeforeEach
    void start() {
        api = new ApiServer(data);
        ada = api.bearer("ada@example.org");
        bob = api.bearer("bob@example.org");
        api.bearer("root@example.org");
        api.platform().accounts().grant("root@example.org", Role.ADMIN);
        root = "Bearer "
                + api.post("/api/auth/login", "{\"email\":\"root@example.org\",\"password\":\"correct horse\"}")
                        .text("accessToken");
        stream = "/api/streams/"
                + api.stream(ada, "{\"title\":\"Fugues\"}").required("id").stringValue();
    }

    @AfterEach
    void stop() {
        Answer verified = send(root, "POST", "/api/admin/ledger/verify");
        assertThat(verified.json().required("sound").booleanValue())
                .as(verified.response().body())
                .isTrue();
        api.close();
    }

    private Answer send(String who, String method, String path) {
        return api.send(method, path, BodyPublishers.noBody(), "Authorization", who);
    }

    private Answer get(String who, String path) {
        return send(who, "GET", path);
    }

    private Answer post(String who, String path, String json) {
        return api.post(path, json, "Authorization", who);
    }

    private Answer post(String who, String path, String json, String key) {
        return api.post(path, json, "Authorization", who, "Idempotency-Key", key);
    }

    private void give(String email, long amount) {
        Answer granted = post(root, "/api/admin/grants", "{\"email\":\"%s\",\"amount\":%d}".formatted(email, amount));
        assertThat(granted.status()).as(granted.response().body()).isEqualTo(201);
    }

    private long balance(String who) {
        return number(get(who, "/api/wallet"), "balance");
    }

    private static long number(Answer answer, String field) {
        return answer.json().required(field).longValue();
    }

    @Test
    void aWalletSaysWhatThereIsAndInWhat() {
        Answer wallet = get(ada, "/api/wallet");

        assertThat(wallet.status()).isEqualTo(200);
        assertThat(wallet.response().body())
                .isEqualTo("{\"balance\":0,\"pending\":0,\"currency\":\"credits\",\"decimals\":2}");
        for (String path : List.of("/api/wallet", "/api/wallet/entries", "/api/wallet/payouts", stream + "/tips")) {
            api.get(path).unauthorized();
        }
    }

    @Test
    void aVoucherBecomesMoneyOnce() {
        Answer made = post(root, "/api/admin/vouchers", "{\"amount\":1000,\"count\":2}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        String code = made.json().required("codes").get(0).stringValue();
        String body = "{\"code\":\"" + code + "\"}";

        Answer redeemed = post(bob, "/api/wallet/vouchers", body, "first try");
        redeemed.refused(400, "invalid-idempotency-key");
        redeemed = post(bob, "/api/wallet/vouchers", body, "first-try");
        assertThat(redeemed.status()).isEqualTo(201);
        assertThat(number(redeemed, "amount")).isEqualTo(1_000);
        assertThat(number(redeemed, "balance")).isEqualTo(1_000);

        assertThat(post(bob, "/api/wallet/vouchers", body, "first-try")
                        .response()
                        .body())
                .isEqualTo(redeemed.response().body());
        post(bob, "/api/wallet/vouchers", body).refused(409, "voucher-used");
        post(bob, "/api/wallet/vouchers", "{\"code\":\"nothing\"}").refused(404, "voucher-unknown");
        post(bob, "/api/wallet/vouchers", "{\"code\":5}").refused(400, "invalid-field");
        assertThat(balance(bob)).isEqualTo(1_000);
    }

    @Test
    void whoGuessesCodesIsSlowedDown() {
        for (int i = 0; i < 20; i++) {
            post(bob, "/api/wallet/vouchers", "{\"code\":\"x%d\"}".formatted(i)).refused(404, "voucher-unknown");
        }
        Answer refused = post(bob, "/api/wallet/vouchers", "{\"code\":\"x\"}");
        refused.refused(429, "too-many-requests");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        api.advance(Duration.ofMinutes(1));
        post(bob, "/api/wallet/vouchers", "{\"code\":\"x\"}").refused(404, "voucher-unknown");
    }

    @Test
    void onlyAdministratorsMakeMoney() {
        List<String> paths = List.of(
                "/api/admin/vouchers",
                "/api/admin/grants",
                "/api/admin/payouts/1/paid",
                "/api/admin/payouts/1/refuse",
                "/api/admin/tips/1/refund",
                "/api/admin/ledger/verify");
        for (String path : paths) {
            post(ada, path, "{\"amount\":5,\"email\":\"ada@example.org\"}").refused(403, "admins-only");
            api.post(path, "{}").unauthorized();
        }
        get(ada, "/api/admin/payouts").refused(403, "admins-only");
        assertThat(balance(ada)).isZero();
    }

    @Test
    void aTipMovesMoneyToTheCreatorAndSaysWhatIsLeft() {
        give("bob@example.org", 500);

        Answer tip = post(bob, stream + "/tips", "{\"amount\":120,\"message\":\"bravo\"}");

        assertThat(tip.status()).isEqualTo(201);
        assertThat(number(tip, "balance")).isEqualTo(380);
        assertThat(number(get(ada, "/api/wallet"), "pending")).isEqualTo(120);
        JsonNode listed = get(ada, stream + "/tips").json().required("tips").get(0);
        assertThat(listed.required("id").stringValue()).isEqualTo(tip.text("id"));
        assertThat(listed.required("message").stringValue()).isEqualTo("bravo");
        assertThat(listed.required("payer").required("displayName").stringValue())
                .isEqualTo("Ada");
        get(bob, stream + "/tips").refused(403, "not-your-stream");
    }

    @Test
    void whoIsNotInvitedTipsNobody() {
        give("bob@example.org", 500);
        api.send(
                "PATCH",
                stream,
                BodyPublishers.ofString("{\"visibility\":\"private\"}"),
                "Authorization",
                ada,
                "Content-Type",
                "application/json");

        post(bob, stream + "/tips", "{\"amount\":1,\"message\":\"let me in\"}").refused(403, "not-invited");
        assertThat(balance(bob)).isEqualTo(500);
    }

    @Test
    void aTipThatIsTooMuchIsRefusedWithTheBalance() {
        give("bob@example.org", 500);

        Answer refused = post(bob, stream + "/tips", "{\"amount\":501}", "key");
        refused.refused(402, "insufficient-funds");
        assertThat(number(refused, "balance")).isEqualTo(500);
        assertThat(refused.text("detail")).contains("5.00 credits");

        give("bob@example.org", 1);
        assertThat(post(bob, stream + "/tips", "{\"amount\":501}", "key").status())
                .isEqualTo(201);
        assertThat(balance(bob)).isZero();
    }

    @Test
    void tipsThatCanNotBeAreRefusedByTheirField() {
        give("bob@example.org", 500);
        for (String amount : List.of(
                "-1",
                "0",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "1e3",
                "1.0",
                "\"5\"",
                "true",
                "null",
                "[5]")) {
            Answer refused = post(bob, stream + "/tips", "{\"amount\":%s}".formatted(amount));
            refused.refused(400, "invalid-field");
            assertThat(refused.text("detail")).contains("amount");
        }
        post(bob, stream + "/tips", "{}").refused(400, "invalid-field");
        post(bob, stream + "/tips", "{\"amount\":1,\"message\":\"" + "x".repeat(201) + "\"}")
                .refused(400, "invalid-field");
        post(bob, stream + "/tips", "{\"amount\":1,\"amount\":2}").refused(400, "invalid-json");
        post(ada, stream + "/tips", "{\"amount\":1}").refused(409, "own-stream");
        post(bob, "/api/streams/nothing/tips", "{\"amount\":1}").refused(404, "stream-not-found");
        api.post(stream + "/tips", "{\"amount\":1}").unauthorized();
        assertThat(balance(bob)).isEqualTo(500);
    }

    @Test
    void aRepeatedTipIsOneTip() {
        give("bob@example.org", 500);
        String body = "{\"amount\":100,\"message\":\"again\"}";

        Answer first = post(bob, stream + "/tips", body, "k1");
        Answer second = post(bob, stream + "/tips", " {\"amount\": 100, \"message\": \"again\"}", "k1");

        assertThat(second.response().body()).isEqualTo(first.response().body());
        assertThat(balance(bob)).isEqualTo(400);
        post(bob, stream + "/tips", "{\"amount\":101}", "k1").refused(422, "idempotency-key-reused");
        assertThat(post(bob, stream + "/tips", body, "k2").status()).isEqualTo(201);
        assertThat(balance(bob)).isEqualTo(300);
    }

    @Test
    void manyAtOnceWithOneKeyAreOneTip() throws Exception {
        give("bob@example.org", 500);
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(() -> post(bob, stream + "/tips", "{\"amount\":100}", "same")));
            }
        }
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().response().body())
                    .isEqualTo(answers.getFirst().get().response().body());
        }
        assertThat(balance(bob)).isEqualTo(400);
    }

    @Test
    void aTipIsGivenBackWhileItIsPending() {
        give("bob@example.org", 500);
        String tip = post(bob, stream + "/tips", "{\"amount\":100}").text("id");
        String late = post(bob, stream + "/tips", "{\"amount\":10}").text("id");

        Answer refunded = send(root, "POST", "/api/admin/tips/" + tip + "/refund");
        assertThat(refunded.status()).isEqualTo(200);
        assertThat(refunded.text("refundedAt")).isEqualTo(api.instant().toString());
        assertThat(balance(bob)).isEqualTo(490);
        assertThat(number(get(ada, "/api/wallet"), "pending")).isEqualTo(10);
        send(root, "POST", "/api/admin/tips/" + tip + "/refund").refused(409, "tip-refunded");
        send(root, "POST", "/api/admin/tips/nothing/refund").refused(404, "tip-not-found");

        api.advance(Duration.ofHours(24).plusMinutes(2));
        api.platform().money().settleEarnings();
        root = "Bearer "
                + api.post("/api/auth/login", "{\"email\":\"root@example.org\",\"password\":\"correct horse\"}")
                        .text("accessToken");
        send(root, "POST", "/api/admin/tips/" + late + "/refund").refused(409, "tip-settled");
        assertThat(api.platform()
                        .money()
                        .wallets()
                        .of(userId("ada@example.org"))
                        .balance())
                .isEqualTo(10);
    }

    private String userId(String email) {
        return api.platform().accounts().idOf(email);
    }

    @Test
    void aGoalCountsTheTipsSinceItWasSet() {
        give("bob@example.org", 500);
        post(bob, stream + "/tips", "{\"amount\":1}");
        assertThat(get(bob, stream + "/goal").status()).isEqualTo(204);

        assertThat(post(ada, stream + "/goal", "{\"title\":\"A harpsichord\",\"target\":150}")
                        .status())
                .isEqualTo(200);
        post(bob, stream + "/tips", "{\"amount\":100}");

        assertThat(api.get(stream + "/goal").response().body())
                .isEqualTo("{\"title\":\"A harpsichord\",\"target\":150,\"raised\":100}");
        post(bob, stream + "/goal", "{\"title\":\"Mine\",\"target\":1}").refused(403, "not-your-stream");
        post(ada, stream + "/goal", "{\"title\":\"Nothing\",\"target\":0}").refused(400, "invalid-field");
        assertThat(send(ada, "DELETE", stream + "/goal").status()).isEqualTo(204);
        assertThat(api.get(stream + "/goal").status()).isEqualTo(204);
    }

    @Test
    void theHistoryHasEveryMovementAndIsPaged() {
        give("bob@example.org", 500);
        post(bob, stream + "/tips", "{\"amount\":100}");
        post(bob, "/api/wallet/payouts", "{\"amount\":50}");

        JsonNode entries = get(bob, "/api/wallet/entries").json().required("entries");
        assertThat(entries.valueStream().map(e -> e.required("kind").stringValue()))
                .containsExactly("payout-requested", "tip", "top-up");
        assertThat(entries.valueStream().map(e -> e.required("balance").longValue()))
                .containsExactly(350L, 400L, 500L);
        JsonNode older = get(bob, "/api/wallet/entries?before=2&limit=1").json().required("entries");
        assertThat(older.get(0).required("amount").longValue()).isEqualTo(500);
        for (String query : List.of("?limit=0", "?limit=201", "?limit=x", "?before=0")) {
            get(bob, "/api/wallet/entries" + query).refused(400, "invalid-field");
        }
    }

    @Test
    void theFeedIsPagedByTip() {
        give("bob@example.org", 500);
        for (int i = 1; i <= 5; i++) {
            api.advance(Duration.ofSeconds(1));
            post(bob, stream + "/tips", "{\"amount\":%d}".formatted(i));
        }
        JsonNode first = get(ada, stream + "/tips?limit=2").json().required("tips");
        assertThat(first.valueStream().map(tip -> tip.required("amount").intValue()))
                .containsExactly(5, 4);
        String last = first.get(1).required("id").stringValue();
        JsonNode second =
                get(ada, stream + "/tips?limit=2&before=" + last).json().required("tips");
        assertThat(second.valueStream().map(tip -> tip.required("amount").intValue()))
                .containsExactly(3, 2);
    }

    @Test
    void aPayoutIsAskedForAndMarkedPaid() {
        give("bob@example.org", 500);
        post(bob, "/api/wallet/payouts", "{\"amount\":501}").refused(402, "insufficient-funds");
        String paid = post(bob, "/api/wallet/payouts", "{\"amount\":200}").text("id");
        String refused = post(bob, "/api/wallet/payouts", "{\"amount\":100}").text("id");
        assertThat(balance(bob)).isEqualTo(200);
        assertThat(get(root, "/api/admin/payouts").json().required("payouts").size())
                .isEqualTo(2);

        assertThat(send(root, "POST", "/api/admin/payouts/" + paid + "/paid").text("status"))
                .isEqualTo("paid");
        assertThat(send(root, "POST", "/api/admin/payouts/" + refused + "/refuse")
                        .text("status"))
                .isEqualTo("refused");
        send(root, "POST", "/api/admin/payouts/" + paid + "/refuse").refused(409, "payout-decided");
        send(root, "POST", "/api/admin/payouts/nothing/paid").refused(404, "payout-not-found");

        assertThat(balance(bob)).isEqualTo(300);
        assertThat(get(bob, "/api/wallet/payouts").json().required("payouts").size())
                .isEqualTo(2);
    }

    @Test
    void noFaucetRunsUnlessItIsTurnedOn() {
        send(bob, "POST", "/api/wallet/faucet").refused(404, "no-faucet");
    }

    @Test
    void aReceiptIsForWhoWatchedAndForAdministrators() {
        give("bob@example.org", 1_000);
        String id = api.stream(ada, "{\"title\":\"Paid\",\"pricePerMinute\":60,\"previewSeconds\":2}")
                .required("id")
                .stringValue();
        Metering metering = api.platform().metering();
        String session = metering.open(
                        api.platform().streams().find(id).orElseThrow(),
                        new Watcher(userId("bob@example.org"), "192.0.2.1"))
                .sessionId();
        metering.agree(session, 60, null);
        for (int i = 0; i < 7; i++) {
            metering.second(Map.of(session, true));
        }
        metering.close(session);
        metering.flush();

        Answer receipt = get(bob, "/api/receipts/" + session);
        assertThat(receipt.status()).isEqualTo(200);
        assertThat(number(receipt, "seconds")).isEqualTo(5);
        assertThat(number(receipt, "previewSeconds")).isEqualTo(2);
        assertThat(number(receipt, "charged")).isEqualTo(5);
        assertThat(get(bob, "/api/receipts").json().required("receipts").size()).isEqualTo(1);
        Answer text = get(bob, "/api/receipts/" + session + "/text");
        assertThat(text.header("Content-Disposition")).startsWith("attachment");
        assertThat(text.response().body()).contains("Paid, by Ada").contains("0.05 credits");
        get(ada, "/api/receipts/" + session).refused(404, "receipt-not-found");
        get(ada, "/api/receipts/" + session + "/text").refused(404, "receipt-not-found");
        assertThat(get(root, "/api/receipts/" + session).status()).isEqualTo(200);
        assertThat(balance(bob)).isEqualTo(995);
    }
}
