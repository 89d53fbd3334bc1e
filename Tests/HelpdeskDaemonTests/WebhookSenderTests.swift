import Desk
import DeskTesting
import Foundation
import Logging
import NIOPosix
import Storage
import Testing

@testable import HelpdeskDaemon

@Suite("Telling webhooks")
struct WebhookSenderTests {
    private static func webhook(_ url: String, previous: [UInt8]? = nil) -> Webhook {
        Webhook(
            id: UUIDv7(at: Date(timeIntervalSince1970: 1_793_606_400)),
            url: url,
            kinds: [],
            queues: [],
            tellsSubject: false,
            secret: Array(1...32),
            previousSecret: previous,
            previousUntil: previous == nil ? nil : .distantFuture,
            createdBy: "adam",
            createdAt: .distantPast,
            place: .start
        )
    }

    private static func send(
        to url: String,
        allowed: [String] = ["127.0.0.0/8"],
        resolvedTo addresses: [String]? = nil,
        previous: [UInt8]? = nil,
        timeout: Int = 5,
        resolve: (@Sendable (String) -> [ResolvedAddress])? = nil
    ) async -> WebhookPost.Result {
        var sender = WebhookSender(
            bounds: NetworkBounds(allowed: allowed),
            timeout: timeout,
            threads: .singleton
        )
        if let addresses { sender.resolve = { _ in addresses.compactMap { ResolvedAddress($0) } } }
        if let resolve { sender.resolve = resolve }
        return await sender.send(
            Array(#"{"type":"ticket.opened"}"#.utf8),
            id: UUIDv7(at: Date()),
            to: webhook(url, previous: previous),
            at: Date()
        )
    }

    @Test("posts what happened, to the host that was named, at the address that was looked at")
    func posting() async throws {
        let receiver = WebhookReceiver()
        let server = try ScriptedServer(conversing: receiver.conversation)
        // Nothing in the world resolves this name: the connection goes where the check has looked.
        let result = await Self.send(
            to: "http://hook.invalid:\(server.port)/in?x=1",
            resolvedTo: ["127.0.0.1"]
        )
        #expect(result == .taken(status: 204))
        #expect(receiver.text.hasPrefix("POST /in?x=1 HTTP/1.1\r\n"))
        #expect(receiver.header("host") == "hook.invalid:\(server.port)")
        #expect(receiver.header("content-type") == "application/json")
        #expect(receiver.body == #"{"type":"ticket.opened"}"#)
    }

    @Test("goes past an address where nobody is, and not past one that was spoken to")
    func severalAddresses() async throws {
        let receiver = WebhookReceiver()
        let server = try ScriptedServer(conversing: receiver.conversation)
        // Nobody listens at the first one's port.
        let result = await Self.send(
            to: "http://hook.invalid:\(server.port)/",
            resolvedTo: ["127.0.0.2", "127.0.0.1"]
        )
        #expect(result == .taken(status: 204))
        #expect(receiver.requests.count == 1)
        let broken = WebhookReceiver(WebhookReceiver.refusal)
        let other = try ScriptedServer(conversing: broken.conversation)
        let refused = await Self.send(
            to: "http://hook.invalid:\(other.port)/",
            resolvedTo: ["127.0.0.1", "127.0.0.2"]
        )
        #expect(refused == .failed(status: 500, detail: "answered 500"))
        let nowhere = await Self.send(
            to: "http://hook.invalid:\(server.port)/",
            resolvedTo: ["127.0.0.2", "127.0.0.3"]
        )
        guard case .failed(nil, let detail) = nowhere else {
            Issue.record("\(nowhere)")
            return
        }
        #expect(!detail.isEmpty)
    }

    private static let tools = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build/conformance/bin/python").path

    @Test(
        "signs so that a library of Standard Webhooks believes it, with each of two secrets",
        .enabled(if: FileManager.default.isExecutableFile(atPath: tools))
    )
    func signature() async throws {
        let receiver = WebhookReceiver()
        let server = try ScriptedServer(conversing: receiver.conversation)
        let old: [UInt8] = Array(101...132)
        _ = await Self.send(to: "http://127.0.0.1:\(server.port)/", previous: old)
        let script = """
            import os, sys
            from standardwebhooks import Webhook
            fields = {name: os.environ[name] for name in
                ("webhook-id", "webhook-timestamp", "webhook-signature")}
            Webhook(sys.argv[1]).verify(sys.argv[2], fields)
            """
        for (secret, body, status) in [
            (Array(1...32), receiver.body, Int32(0)), (old, receiver.body, 0),
            (Array(2...33), receiver.body, 1), (Array(1...32), receiver.body + " ", 1),
        ] {
            let process = Process()
            process.executableURL = URL(filePath: Self.tools)
            let text = "whsec_" + Data(secret).base64EncodedString()
            process.arguments = ["-c", script, text, body]
            process.environment = Dictionary(
                uniqueKeysWithValues: ["webhook-id", "webhook-timestamp", "webhook-signature"].map {
                    ($0, receiver.header($0) ?? "")
                }
            )
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == status)
        }
    }

    @Test("follows nobody elsewhere")
    func redirects() async throws {
        let other = WebhookReceiver()
        let elsewhere = try ScriptedServer(conversing: other.conversation)
        let receiver = WebhookReceiver(
            """
            HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:\(elsewhere.port)/\r
            content-length: 0\r\nconnection: close\r\n\r\n
            """
        )
        let server = try ScriptedServer(conversing: receiver.conversation)
        let result = await Self.send(to: "http://127.0.0.1:\(server.port)/")
        #expect(result == .failed(status: 302, detail: "answered 302"))
        #expect(other.requests.count == 0)
    }

    @Test("sends nothing to a network that is not allowed, by whatever name")
    func closedNetworks() async throws {
        let receiver = WebhookReceiver()
        let server = try ScriptedServer(conversing: receiver.conversation)
        let refusal = WebhookPost.Result.failed(
            status: nil,
            detail: "the host is in a network that is not allowed"
        )
        for url in [
            "http://127.0.0.1:\(server.port)/", "https://localhost:\(server.port)/",
            "http://[::1]:\(server.port)/", "http://[::ffff:127.0.0.1]:\(server.port)/",
            "http://2130706433:\(server.port)/", "http://0x7f.1:\(server.port)/",
        ] {
            #expect(await Self.send(to: url, allowed: []) == refusal, "\(url)")
        }
        // One address of several that leads inside is enough to refuse.
        let mixed = await Self.send(
            to: "https://hook.invalid/",
            allowed: [],
            resolvedTo: ["8.8.8.8", "10.0.0.1"]
        )
        #expect(mixed == refusal)
        #expect(receiver.requests.count == 0)
    }

    @Test("speaks without TLS only to networks that are named")
    func withoutTLS() async throws {
        let result = await Self.send(
            to: "http://hook.invalid/",
            allowed: [],
            resolvedTo: ["8.8.8.8"]
        )
        #expect(
            result == .failed(status: nil, detail: "without TLS only an allowed network is told")
        )
    }

    @Test("waits for nobody longer than it may, and says what went wrong")
    func failures() async throws {
        let silent = try ScriptedServer { _ in [] }
        let result = await Self.send(to: "http://127.0.0.1:\(silent.port)/", timeout: 1)
        guard case .failed(nil, let detail) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(!detail.isEmpty)
        let broken = WebhookReceiver(WebhookReceiver.refusal)
        let server = try ScriptedServer(conversing: broken.conversation)
        let answer = await Self.send(to: "http://127.0.0.1:\(server.port)/")
        #expect(answer == .failed(status: 500, detail: "answered 500"))
        let nowhere = await Self.send(to: "https://hook.invalid/", resolvedTo: [])
        #expect(nowhere == .failed(status: nil, detail: "the host has no address"))
    }

    @Test("is held up neither by whoever drips an answer nor by a name that takes long")
    func drips() async throws {
        let clock = ContinuousClock()
        let server = try DrippingServer(
            "HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n",
            then: "x",
            pause: 0.3
        )
        let start = clock.now
        let taken = await Self.send(to: "http://127.0.0.1:\(server.port)/", timeout: 2)
        #expect(start.duration(to: clock.now) < .seconds(4))
        #expect(taken == .taken(status: 200))
        let again = clock.now
        let isOver = DispatchSemaphore(value: 0)
        let late = await Self.send(to: "http://hook.invalid/", timeout: 1) { _ in
            isOver.wait()
            return []
        }
        isOver.signal()
        #expect(again.duration(to: clock.now) < .seconds(4))
        #expect(
            late == .failed(status: nil, detail: "nobody knew the host's addresses in time")
        )
    }

    @Test(
        "hears nobody out who never comes to the answer",
        arguments: [
            ("HTTP/1.1 100 Continue\r\n\r\n", "the answer has no end"),
            ("x-more: yes\r\n", "HTTPParserError"),
            ("x", "HTTPParserError"),
        ]
    )
    func endlessHeads(piece: String, detail: String) async throws {
        let start = piece.hasPrefix("HTTP") ? "" : "HTTP/1.1 200 OK\r\n"
        let server = try DrippingServer(start, then: String(repeating: piece, count: 4_000))
        // Longer than this test may take: it is the octets that end it.
        let flooded = await Self.send(to: "http://127.0.0.1:\(server.port)/", timeout: 600)
        #expect(flooded == .failed(status: nil, detail: detail))
        let slow = try DrippingServer(start, then: piece, pause: 0.2)
        let late = await Self.send(to: "http://127.0.0.1:\(slow.port)/", timeout: 1)
        guard case .failed(nil, let words) = late else {
            Issue.record("\(late)")
            return
        }
        #expect(words != detail, "it is the time that ends it")
    }

    @Test("knows which addresses are of the public internet")
    func addresses() throws {
        let closed = [
            "0.0.0.0", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
            "127.255.255.255", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1",
            "192.0.2.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "203.0.113.9",
            "224.0.0.1", "239.1.1.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1",
            "::ffff:169.254.169.254", "64:ff9b::a00:1", "fc00::1", "fd00:ec2::254", "fe80::1",
            "ff02::1", "2001:db8::1", "2002:a00:1::", "2001::1", "::10.0.0.1", "100::1",
        ]
        let open = [
            "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.0.0.1",
            "128.0.0.1", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255",
            "192.169.0.0", "223.255.255.255", "2a00::1", "2606:4700::1111", "::ffff:8.8.8.8",
        ]
        let bounds = NetworkBounds()
        for text in closed {
            #expect(!bounds.allows(try #require(ResolvedAddress(text))), "\(text)")
        }
        for text in open {
            #expect(bounds.allows(try #require(ResolvedAddress(text))), "\(text)")
        }
        let named = NetworkBounds(allowed: ["10.1.0.0/16", "fd00:1::/64", "192.168.0.7"])
        for (text, isAllowed) in [
            ("10.1.255.255", true), ("10.2.0.0", false), ("10.0.255.255", false),
            ("fd00:1::ffff", true), ("fd00:1:0:1::", false), ("192.168.0.7", true),
            ("192.168.0.8", false), ("::ffff:10.1.2.3", true),
        ] {
            #expect(named.allows(try #require(ResolvedAddress(text))) == isAllowed, "\(text)")
        }
        for text in ["", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "example.org", "10.0.0.0/8/8"] {
            #expect(!NetworkBounds.isNetwork(text), "\(text)")
        }
    }

    private static func courier(_ house: TestDesk, timeout: Int) -> WebhookCourier {
        WebhookCourier(
            post: WebhookPost(
                store: house.store,
                settings: DeskSettings(mailDomain: "example.org")
            ) { house.clock.now },
            sender: WebhookSender(
                bounds: NetworkBounds(allowed: ["127.0.0.1"]),
                timeout: timeout,
                threads: .singleton
            ),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test("keeps nobody waiting for a receiver that does not answer")
    func slowReceivers() async throws {
        let silent = try ScriptedServer { _ in [] }
        let receiver = WebhookReceiver()
        let server = try ScriptedServer(conversing: receiver.conversation)
        try await withDesk { house in
            for port in [silent.port, server.port] {
                _ = try await house.desk.createWebhook(
                    WebhookDraft(url: "http://127.0.0.1:\(port)/", kinds: [.opened]),
                    as: .adam
                )
            }
            // Longer than this test may take.
            let courier = Self.courier(house, timeout: 60)
            let work = Task { try await courier.run() }
            for count in 1...3 {
                _ = try await house.desk.open(
                    TicketDraft(subject: "Fråga", body: "x", channel: .phone),
                    as: .ada
                )
                while try await house.store.seal(at: house.clock.now) != nil {}
                let end = ContinuousClock.now + .seconds(30)
                while receiver.requests.count < count, ContinuousClock.now < end {
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(receiver.requests.count == count)
            }
            work.cancel()
            try await work.value
        }
    }

    @Test("takes an event from the desk to the receiver, once", arguments: StoreKind.available)
    func courier(on kind: StoreKind) async throws {
        let receiver = WebhookReceiver()
        let server = try ScriptedServer(conversing: receiver.conversation)
        try await withDesk(on: kind) { house in
            let webhook = try await house.desk.createWebhook(
                WebhookDraft(url: "http://127.0.0.1:\(server.port)/", kinds: [.opened]),
                as: .adam
            )
            _ = try await house.desk.open(
                TicketDraft(subject: "Hemlig rubrik", body: "x", channel: .phone),
                as: .ada
            )
            while try await house.store.seal(at: house.clock.now) != nil {}
            let courier = Self.courier(house, timeout: 5)
            await courier.carryOneRound()
            await courier.carryOneRound()
            #expect(receiver.requests.count == 1)
            #expect(!receiver.text.contains("Hemlig"))
            #expect(receiver.body.contains(#""type":"ticket.opened""#))
            let told = try await house.desk.deliveries(
                of: webhook.id,
                before: nil,
                limit: 9,
                as: .adam
            )
            #expect(told.deliveries.map(\.state) == [.delivered])
            #expect(receiver.header("webhook-id") == "msg_\(told.deliveries[0].id)")
        }
    }
}

/// A server on 127.0.0.1 that takes one request, answers at once, and goes on for a while.
private final class DrippingServer: Sendable {
    let port: UInt16
    private let descriptor: Int32

    init(_ start: String, then piece: String, pause: TimeInterval = 0) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        descriptor = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutableBytes(of: &address) { bytes -> Bool in
            guard let raw = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
                return false
            }
            return bind(listener, raw, length) == 0 && listen(listener, 1) == 0
                && getsockname(listener, raw, &length) == 0
        }
        guard isBound else { throw LoopbackError.noPort }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            let peer = accept(listener, nil, nil)
            defer { close(peer) }
            var octets = [UInt8](repeating: 0, count: 65_536)
            guard recv(peer, &octets, octets.count, 0) > 0 else { return }
            var answer = Array((start + piece).utf8)
            // Half a minute, or a good many octets, where nobody hangs up.
            for _ in 0..<100 {
                guard send(peer, answer, answer.count, Int32(MSG_NOSIGNAL)) > 0 else { return }
                answer = Array(piece.utf8)
                Thread.sleep(forTimeInterval: pause)
            }
            // Nothing more comes, and nobody is let go.
            _ = recv(peer, &octets, octets.count, 0)
        }
    }

    deinit { close(descriptor) }
}
