package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ServerMessage;

class RoomActorTest {
    /** Breaks what even a room that catches every exception cannot survive. */
    private static final class BrokenOutlet implements Outlet {
        @Override
        public void send(ServerMessage message) {
            throw new StackOverflowError("a test's");
        }

        @Override
        public Client client() {
            return new Client("192.0.2.1", "live.example.org", false);
        }

        @Override
        public void ping() {}

        @Override
        public long heard() {
            return 0;
        }

        @Override
        public void close(CloseCode code, String reason) {}
    }

    private final RoomHarness house = new RoomHarness();
    private final BlockingQueue<RoomActor> gone = new LinkedBlockingQueue<>();
    private final RoomActor actor = new RoomActor(_ -> true, gone::add);

    @Test
    void anErrorEndsTheRoomInOrderAndItsRegistryIsTold() throws InterruptedException {
        actor.start(house.room);
        actor.post(
                new RoomMessage.Join(ClientRole.WATCHER, null, "guest", new BrokenOutlet(), new CompletableFuture<>()));

        assertThat(actor.awaitEnd(TimeUnit.SECONDS.toNanos(20))).isTrue();
        assertThat(gone).containsExactly(actor);
        assertThat(house.room.isOver()).isTrue();
    }

    @Test
    void whoComesToARoomThatIsGoneIsRefusedAndNotLeftWaiting() throws InterruptedException {
        actor.start(house.room);
        actor.post(new RoomMessage.Stop());
        assertThat(actor.awaitEnd(TimeUnit.SECONDS.toNanos(20))).isTrue();

        CompletableFuture<SocketParticipant> reply = new CompletableFuture<>();
        actor.post(new RoomMessage.Join(ClientRole.WATCHER, null, "guest", new RecordingOutlet(), reply));

        assertThat(reply).isCompletedExceptionally();
        assertThat(gone).containsExactly(actor);
    }
}
