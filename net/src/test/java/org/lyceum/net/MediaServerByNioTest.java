package org.lyceum.net;

/** The same media plane where there is no epoll. */
class MediaServerByNioTest extends MediaServerTest {
    @Override
    MediaConfig.Transport transport() {
        return MediaConfig.Transport.NIO;
    }
}
