package org.lyceum.e2e.harness;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Many guests in a room's chat who cost next to nothing, so that what is measured beside them is not they: WebSocket by hand
 * (RFC 6455), all read by one thread, which counts how often each heard a phrase.
 */
public final class Crowd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] REGISTERED = ascii("\"chat-state\"");

    private final List<Guest> guests = new ArrayList<>();
    private final Selector selector;
    private final byte[] phrase;
    private final Thread reader;
    private volatile boolean closed;

    private Crowd(Selector selector, String phrase) {
        this.selector = selector;
        this.phrase = ascii(phrase);
        this.reader = Thread.ofPlatform().name("crowd").unstarted(this::read);
    }

    /**
     * As many guests come into the room and are there.
     *
     * @param phrase ASCII; how often it is heard counts
     */
    public static Crowd come(House house, String room, int count, String phrase) {
        Crowd crowd;
        try {
            crowd = new Crowd(Selector.open(), phrase);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        crowd.reader.start();
        try {
            for (int i = 0; i < count; i++) {
                crowd.enter(URI.create(house.url("/ws")), room, i);
            }
            return crowd;
        } catch (IOException e) {
            crowd.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    /** Says something as one of them, in turns. */
    public void say(int number, String text) {
        guests.get(number % guests.size())
                .send("{\"type\":\"chat\",\"requestId\":\"r%d\",\"text\":\"%s\"}".formatted(number, text));
    }

    /** How often the one who heard the phrase least often has heard it. */
    public int heardByAll() {
        return guests.stream().mapToInt(guest -> guest.heard.get()).min().orElse(0);
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            reader.join();
            for (Guest guest : guests) {
                guest.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void enter(URI at, String room, int number) throws IOException {
        Guest guest =
                new Guest(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), at.getPort())));
        String handshake = """
                GET /ws HTTP/1.1\r
                Host: %s\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """.formatted(at.getAuthority());
        guest.channel.write(ByteBuffer.wrap(ascii(handshake)));
        guest.skipHead();
        guest.channel.configureBlocking(false);
        guests.add(guest);
        guest.channel.register(selector, SelectionKey.OP_READ, guest);
        selector.wakeup();
        guest.send("{\"type\":\"register\",\"role\":\"watcher\",\"room\":\"%s\",\"name\":\"Guest %d\"}"
                .formatted(room, number));
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(PATIENCE)
                .until(() -> guest.registered);
    }

    private void read() {
        try {
            while (!closed) {
                selector.select(key -> ((Guest) key.attachment()).read());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int count(byte[] what, byte[] in, int from, int to) {
        int count = 0;
        for (int at = from; at + what.length <= to; at++) {
            int same = 0;
            while (same < what.length && in[at + same] == what[same]) {
                same++;
            }
            count += same == what.length ? 1 : 0;
        }
        return count;
    }

    /** Written by whoever says something, read by the reader's thread once it has been registered. */
    private final class Guest {
        private static final int TEXT = 1;
        private static final int CLOSE = 8;
        private static final int PING = 9;
        private static final int PONG = 10;

        final AtomicInteger heard = new AtomicInteger();
        final SocketChannel channel;
        volatile boolean registered;
        private ByteBuffer got = ByteBuffer.allocate(4_096);

        Guest(SocketChannel channel) {
            this.channel = channel;
        }

        /** The server's answer to the handshake, a byte at a time: what comes behind it are frames. */
        void skipHead() throws IOException {
            ByteBuffer one = ByteBuffer.allocate(1);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                if (channel.read(one.clear()) < 0) {
                    throw new EOFException("the server refused a WebSocket: " + head);
                }
                head.append((char) one.get(0));
            }
            if (!head.toString().startsWith("HTTP/1.1 101")) {
                throw new IOException("the server refused a WebSocket: " + head);
            }
        }

        void send(String text) {
            try {
                write(TEXT, text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Masked with zeros (RFC 6455, 5.2). */
        private synchronized void write(int opcode, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
            frame.put((byte) (0x80 | opcode)).put((byte) (0x80 | 126)).putShort((short) payload.length);
            frame.putInt(0).put(payload).flip();
            channel.write(frame);
            if (frame.hasRemaining()) {
                throw new IOException("the server does not read");
            }
        }

        void read() {
            try {
                if (channel.read(got) < 0) {
                    throw new EOFException("the server has closed a guest's socket");
                }
                got.flip();
                while (frame()) {
                    // The next one.
                }
                if (got.position() == 0 && got.limit() == got.capacity()) {
                    got = ByteBuffer.allocate(2 * got.capacity()).put(got);
                } else {
                    got.compact();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Takes one whole frame, if it is there. The server's are not masked. */
        private boolean frame() throws IOException {
            int start = got.position();
            if (got.remaining() < 4) {
                return false;
            }
            int opcode = got.get(start) & 0xf;
            int length = got.get(start + 1) & 0x7f;
            int head = 2;
            if (length == 126) {
                length = got.getShort(start + 2) & 0xffff;
                head = 4;
            } else if (length == 127) {
                throw new IOException("a frame of more than 64 kB");
            }
            if (got.remaining() < head + length) {
                return false;
            }
            hear(opcode, start + head, start + head + length);
            got.position(start + head + length);
            return true;
        }

        private void hear(int opcode, int from, int to) throws IOException {
            switch (opcode) {
                case PING -> {
                    byte[] payload = new byte[to - from];
                    got.get(from, payload);
                    write(PONG, payload);
                }
                case CLOSE -> throw new EOFException("the server has closed a guest's socket");
                default -> {
                    heard.addAndGet(count(phrase, got.array(), from, to));
                    registered |= count(REGISTERED, got.array(), from, to) > 0;
                }
            }
        }
    }
}
