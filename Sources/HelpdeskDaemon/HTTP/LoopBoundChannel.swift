import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOSSL
import WebAPI

/// Requests that are answered on the thread that reads and writes their socket.
///
/// By default each request is carried from that thread to one of Swift's own and back: two changes
/// of thread, which cost more than looking a ticket up. What takes long, or waits for a disk or a
/// peer, runs on threads of its own in any case and comes back here.
struct LoopBoundChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}

extension HTTPServerBuilder {
    /// HTTP/1.1 on the threads of its connections; see ``LoopBoundChannel``.
    static func loopBound(
        _ configuration: HTTP1Channel.Configuration,
        addresses: AddressCount
    ) -> Self {
        Self { responder in
            LoopBoundChannel(
                base: BoundedChannel(
                    base: HTTP1Channel(responder: responder, configuration: configuration),
                    addresses: addresses,
                    handshakeTime: nil
                )
            )
        }
    }

    /// The same over TLS, and HTTP/2 where the caller offers it (ALPN, RFC 7301).
    static func loopBoundTLS(
        _ tls: TLSConfiguration,
        _ configuration: HTTP1Channel.Configuration,
        addresses: AddressCount,
        idleTime: Duration,
        handshakeTime: TimeAmount
    ) -> Self {
        Self { responder in
            LoopBoundChannel(
                base: BoundedChannel(
                    base: try HTTP2UpgradeChannel(
                        tlsConfiguration: tls,
                        configuration: HTTP2ChannelConfiguration(
                            idleTimeout: idleTime,
                            gracefulCloseTimeout: idleTime,
                            streamConfiguration: configuration
                        ),
                        responder: responder
                    ),
                    addresses: addresses,
                    handshakeTime: handshakeTime
                )
            )
        }
    }
}

/// Runs tasks on an event loop.
private final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
