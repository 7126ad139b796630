package org.lyceum.server.whip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.server.api.ApiLimits;
import org.lyceum.server.room.MediaSession;

class AddressQuotaTest {
    /** A session that connects and ends when told to. */
    private static final class Session implements MediaSession {
        private final List<Runnable> actions = new ArrayList<>();
        boolean connected;

        @Override
        public String id() {
            return "session";
        }

        @Override
        public String answerSdp() {
            return "";
        }

        @Override
        public String restartIce(String fragment) {
            return "";
        }

        @Override
        public void close() {
            actions.forEach(Runnable::run);
        }

        @Override
        public boolean isConnected() {
            return connected;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void onClosed(Runnable action) {
            actions.add(action);
        }
    }

    private final AddressQuota quota = new AddressQuota(new WhipLimits(2, 3, ApiLimits.WRONG_KEYS));

    private Session open(String address) {
        Session session = new Session();
        place(address).fill(session);
        return session;
    }

    private AddressQuota.Place place(String address) {
        return (AddressQuota.Place) quota.take(address);
    }

    @Test
    void whatIsBeingOpenedCountsAsNotConnected() {
        place("a");
        place("a");

        assertThat(quota.take("a")).isEqualTo(AddressQuota.Full.AT_ONCE);
        place("b");
    }

    @Test
    void whatConnectsMakesRoomUntilTheWholeIsReached() {
        open("a").connected = true;
        open("a").connected = true;
        open("a").connected = true;

        assertThat(quota.take("a")).isEqualTo(AddressQuota.Full.ALTOGETHER);
    }

    @Test
    void nothingIsLeftOfAnAddressWhoseSessionsAreOver() {
        for (int i = 0; i < 200; i++) {
            open("a").close();
            place("b").free();
        }

        assertThat(quota.addresses()).isZero();
    }

    @Test
    void aPlaceThatIsGivenBackTwiceCountsOnce() {
        AddressQuota.Place first = place("a");
        place("a");
        first.free();
        first.free();

        place("a");
        assertThat(quota.take("a")).isEqualTo(AddressQuota.Full.AT_ONCE);
    }
}
