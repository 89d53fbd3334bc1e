import AsyncHTTPClient
import Cryptography
import Desk
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Posts one event to one webhook, signed (Standard Webhooks 1.0).
struct WebhookSender: Sendable {
    let bounds: NetworkBounds
    /// Seconds for the whole of it: the name, the connection, and the answer's head.
    let timeout: Int
    /// Asking for a name's addresses blocks.
    let threads: NIOThreadPool
    var resolve: @Sendable (String) -> [ResolvedAddress] = { ResolvedAddress.all(of: $0) }

    func send(
        _ body: [UInt8],
        id: UUIDv7,
        to webhook: Webhook,
        at moment: Date
    ) async -> WebhookPost.Result {
        guard let url = URL(string: webhook.url), let host = url.host(), !host.isEmpty else {
            return .failed(status: nil, detail: "the address cannot be read")
        }
        let bare = host.trimmingCharacters(in: ["[", "]"])
        let deadline = NIODeadline.now() + .seconds(Int64(timeout))
        let addresses: [ResolvedAddress]
        do {
            addresses = try await self.addresses(of: bare, until: deadline)
        } catch is Late {
            return .failed(status: nil, detail: "nobody knew the host's addresses in time")
        } catch {
            return .failed(status: nil, detail: "the desk is shutting down")
        }
        guard !addresses.isEmpty else {
            return .failed(status: nil, detail: "the host has no address")
        }
        // All of them: one that leads inside is a trap, wherever the others lead.
        guard addresses.allSatisfy(bounds.allows) else {
            return .failed(status: nil, detail: "the host is in a network that is not allowed")
        }
        let open = addresses.filter { url.scheme == "https" || bounds.isAllowedByName($0) }
        guard !open.isEmpty else {
            return .failed(status: nil, detail: "without TLS only an allowed network is told")
        }
        let request = self.request(body, id: id, to: webhook, moment)
        return await post(request, host: bare, at: open, until: deadline)
    }

    /// Posts it to the first address that takes a connection; each has its share of the time.
    private func post(
        _ request: HTTPClientRequest,
        host: String,
        at addresses: [ResolvedAddress],
        until deadline: NIODeadline
    ) async -> WebhookPost.Result {
        let share = TimeAmount.milliseconds(Int64(timeout) * 1_000 / Int64(addresses.count))
        var words = ""
        for address in addresses {
            do {
                let status = try await post(
                    request,
                    host: host,
                    at: address,
                    connectingFor: share,
                    until: deadline
                )
                return (200..<300).contains(status)
                    ? .taken(status: status)
                    : .failed(status: status, detail: "answered \(status)")
            } catch {
                words = Self.words(error)
                // Whoever was connected to may have it.
                guard Self.isUnconnected(error) else { break }
            }
        }
        return .failed(status: nil, detail: words)
    }

    /// The time is up.
    private struct Late: Error {}

    /// What the host stands for; what blocks longer than it may is left behind on its thread.
    private func addresses(
        of host: String,
        until deadline: NIODeadline
    ) async throws -> [ResolvedAddress] {
        let resolve = resolve
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let found = loop.makePromise(of: [ResolvedAddress].self)
        let alarm = loop.scheduleTask(deadline: deadline) { found.fail(Late()) }
        threads.runIfActive(eventLoop: loop) {
            // Nobody waits for what stood too long before the threads.
            guard NIODeadline.now() < deadline else { throw Late() }
            return resolve(host)
        }
        .cascade(to: found)
        defer { alarm.cancel() }
        return try await found.futureResult.get()
    }

    /// Connects to just the address that was looked at: a name may stand for another one a moment
    /// later.
    ///
    /// Of the answer nothing is read but its head: whoever drips a body would be listened to for as
    /// long as they like. What comes before the head, however often, is read up to a limit.
    private func post(
        _ request: HTTPClientRequest,
        host: String,
        at address: ResolvedAddress,
        connectingFor time: TimeAmount,
        until deadline: NIODeadline
    ) async throws -> Int {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.dnsOverride = [host: address.text]
        configuration.timeout = .init(
            connect: time,
            read: .seconds(Int64(timeout))
        )
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(AnswerBound(), position: .first)
            }
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer: Result<Int, any Error>
        do {
            let response = try await client.execute(request, deadline: deadline)
            answer = .success(Int(response.status.code))
        } catch {
            answer = .failure(error)
        }
        // Nothing of it is under way any more.
        try? await client.shutdown()
        return try answer.get()
    }

    /// True when nothing can have been sent.
    private static func isUnconnected(_ error: any Error) -> Bool {
        if let error = error as? IOError {
            return [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode)
        }
        return error is NIOConnectionError || error as? HTTPClientError == .connectTimeout
    }

    private func request(
        _ body: [UInt8],
        id: UUIDv7,
        to webhook: Webhook,
        _ moment: Date
    ) -> HTTPClientRequest {
        let message = "msg_\(id)"
        let seconds = Int64(moment.timeIntervalSince1970)
        var request = HTTPClientRequest(url: webhook.url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "helpdesk")
        request.headers.add(name: "webhook-id", value: message)
        request.headers.add(name: "webhook-timestamp", value: "\(seconds)")
        let signed = Array("\(message).\(seconds).".utf8) + body
        let signatures = webhook.secrets(at: moment).map { secret in
            "v1," + Data(HMAC.sha256(signed, key: secret)).base64EncodedString()
        }
        request.headers.add(
            name: "webhook-signature",
            value: signatures.joined(separator: " ")
        )
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }

    /// What is said of a failure; never more than its kind, for an error may hold an address with a
    /// secret in it.
    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: "\(error.shortDescription)"
        case is AnswerBound.Passed: "the answer has no end"
        case _ where isUnconnected(error): "no connection"
        default: "\(type(of: error))"
        }
    }
}

/// Hangs up on whoever sends and sends: any number of "100 Continue" may stand before an answer.
private final class AnswerBound: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// There was more than is read.
    struct Passed: Error {}

    private var bytesLeft = 262_144

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytesLeft -= unwrapInboundIn(data).readableBytes
        guard bytesLeft >= 0 else {
            context.fireErrorCaught(Passed())
            context.close(promise: nil)
            return
        }
        context.fireChannelRead(data)
    }
}
