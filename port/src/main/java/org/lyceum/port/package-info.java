/**
 * UDP sockets of loops. On Linux many datagrams pass by one system call, from and to memory that a loop keeps for all of its sockets
 * (recvmmsg and sendmmsg by the foreign function interface); elsewhere by Netty and NIO. Who uses a port does not know which.
 */
@NullMarked
package org.lyceum.port;

import org.jspecify.annotations.NullMarked;
