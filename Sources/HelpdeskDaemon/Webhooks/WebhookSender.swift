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
        guard let address = addresses.first, addresses.allSatisfy(bounds.allows) else {
            return .failed(status: nil, detail: "the host is in a network that is not allowed")
        }
        guard url.scheme == "https" || bounds.isAllowedByName(address) else {
            return .failed(status: nil, detail: "without TLS only an allowed network is told")
        }
        let request = self.request(body, id: id, to: webhook, moment)
        return await post(request, host: bare, at: address, until: deadline)
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
    /// long as they like.
    private func post(
        _ request: HTTPClientRequest,
        host: String,
        at address: ResolvedAddress,
        until deadline: NIODeadline
    ) async -> WebhookPost.Result {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.dnsOverride = [host: address.text]
        configuration.timeout = .init(
            connect: .seconds(Int64(timeout)),
            read: .seconds(Int64(timeout))
        )
        configuration.httpVersion = .http1Only
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: WebhookPost.Result
        do {
            let response = try await client.execute(request, deadline: deadline)
            let status = Int(response.status.code)
            result =
                (200..<300).contains(status)
                ? .taken(status: status)
                : .failed(status: status, detail: "answered \(status)")
        } catch {
            result = .failed(status: nil, detail: Self.words(error))
        }
        // Nothing of it is under way any more.
        try? await client.shutdown()
        return result
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
        case is NIOConnectionError: "no connection"
        default: "\(type(of: error))"
        }
    }
}
