import AsyncHTTPClient
import Cryptography
import Desk
import DeskAPI
import Directory
import Foundation
import Logging
import MailGateway
import MailProtocols
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PrometheusMetrics
import WebAPI

extension Doctor {
    /// Whether the daemon answers at its HTTP address, or could.
    func http() async -> [Finding] {
        let address = configuration.http
        let place = address.place
        do {
            let isOurs = try await fetch("/healthz") { answer in
                answer.headers["Server"].contains("helpdesk")
            }
            guard isOurs else {
                return [
                    .unavailable(
                        "another program answers at \(place)",
                        "stop it, or set http.listen"
                    )
                ]
            }
            return [.well("the daemon answers at \(place)")] + (await readiness())
                + (await publicDoor())
        } catch {
            return [await silence("http.listen", address.host, address.port)]
        }
    }

    /// What the running daemon finds of itself; of the telephones another examination tells.
    private func readiness() async -> [Finding] {
        do {
            let health = try await health()
            let troubled = (health.troubled ?? []).filter { $0 != Self.telephonesCheck }
            return troubled.map { name in
                Finding(
                    verdict: health.status == "unavailable" ? .unavailable : .advice,
                    detail: "the daemon says of \(name): \(health.checks[name] ?? "?")",
                    remedy: "journalctl -u helpdeskd says why"
                )
            }
        } catch {
            return [
                .unavailable(
                    "the daemon does not say whether it can serve: \(error)",
                    "journalctl -u helpdeskd says why"
                )
            ]
        }
    }

    /// The name of the check that tells of the telephones.
    static let telephonesCheck = "telephone_system"

    /// What `/readyz` says, which may take as long as the store is waited for.
    func health() async throws -> HealthBody {
        let text = try await fetch("/readyz", within: .seconds(15)) {
            try await $0.body.collect(upTo: 65_536)
        }
        return try JSONDecoder().decode(HealthBody.self, from: Data(text.readableBytesView))
    }

    /// Whether the figures are closed to whoever comes by the public address.
    ///
    /// Asked from here it only shows what a proxy on this machine does; where the address is the
    /// daemon's own, as names of this machine are in /etc/hosts, whoever asks from here is let in.
    func publicDoor() async -> [Finding] {
        guard configuration.http.metrics == .loopback,
            let base = configuration.desk.letters.publicURL,
            let parts = URLComponents(string: base),
            parts.port ?? (parts.scheme == "https" ? 443 : 80) != configuration.http.port
        else { return [] }
        // What cannot be reached is open to nobody.
        let isOpen = try? await fetch("/metrics", from: base) { answer in
            answer.status == .ok
                && answer.headers.first(name: "Content-Type") == MetricRegistry.mediaType
        }
        guard isOpen == true else { return [] }
        return [
            .advice(
                "\(base)/metrics is read without a log-in: what leads there counts as this machine",
                "let a proxy send X-Forwarded-For, as http.trusted-proxies in helpdesk.yaml says"
            )
        ]
    }

    /// What the running daemon, or whoever is in its place or at `base`, answers.
    func fetch<Value>(
        _ path: String,
        from base: String? = nil,
        within limit: TimeAmount = .seconds(8),
        _ read: (HTTPClientResponse) async throws -> Value
    ) async throws -> Value {
        let address = configuration.http
        let scheme = address.certificate == nil ? "http" : "https"
        let base = base ?? "\(scheme)://\(address.place)"
        var settings = HTTPClient.Configuration()
        settings.timeout = .init(connect: .seconds(3), read: limit)
        if base.hasPrefix("https") {
            // Whether the certificate is good is looked at elsewhere; here it is enough to get in.
            var trusting = TLSConfiguration.makeClientConfiguration()
            trusting.certificateVerification = .none
            settings.tlsConfiguration = trusting
        }
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: settings
        )
        let result: Result<Value, any Error>
        do {
            let request = HTTPClientRequest(url: "\(base)\(path)")
            let answer = try await client.execute(request, timeout: limit)
            result = .success(try await read(answer))
        } catch {
            result = .failure(error)
        }
        // A client that was used for one request has nothing left to lose.
        try? await client.shutdown()
        return try result.get()
    }

    /// Whether the daemon answers at its mail door, or could.
    func lmtp() async -> [Finding] {
        let remedy = "stop it, or set lmtp.listen"
        do {
            try await LMTPClient.connected(to: configuration.lmtp) { _ in }
            return [.well("the daemon answers at its mail door")]
        } catch is LMTPClient.Refusal {
            return [.unavailable("what answers at lmtp.listen refuses us, or is no LMTP", remedy)]
        } catch {
            switch configuration.lmtp {
            case .tcp(let host, let port): return [await silence("lmtp.listen", host, port)]
            case .unix(let path): return [emptySocket(path)]
            }
        }
    }

    private func emptySocket(_ path: String) -> Finding {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(folder, F_OK) == 0 else {
            return .advice(
                "nobody listens at \(path), and its folder is not there",
                "the unit makes /run/helpdesk when it starts; another folder is yours to make"
            )
        }
        return .well("nobody listens at \(path): the daemon does not run")
    }

    /// Nobody answers: the daemon does not run, or it can never run there.
    private func silence(_ key: String, _ host: String, _ port: Int) async -> Finding {
        do {
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port).get()
            try await channel.close()
            return .well("nobody listens at \(host):\(port), the daemon does not run; it is free")
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            return .unavailable(
                "what listens at \(host):\(port) does not answer as the daemon would",
                "ss -ltnp 'sport = :\(port)' names it; stop it, or set \(key)"
            )
        } catch {
            return .misconfigured(
                "nothing can listen at \(host):\(port): \(error)",
                "set \(key) to an address of this machine and a port above 1023"
            )
        }
    }

    /// Whether the mailbox that mail is taken out of can be looked into.
    func pickup() async -> [Finding] {
        guard let pickup = configuration.pickup else {
            return [.well("no mailbox is set: mail comes in at lmtp.listen alone")]
        }
        let answer = await onThread { () -> Result<Void, IMAPMailbox.Failure> in
            Result { () throws(IMAPMailbox.Failure) in
                _ = try pickup.mailbox().waiting(atMost: 1)
            }
        }
        switch answer {
        case .success:
            return [.well("the mailbox \(pickup.username) at \(pickup.url) can be looked into")]
        case .failure(let error):
            return [
                .unavailable(
                    "no mail is taken out of \(pickup.username) at \(pickup.url): \(error.detail)",
                    "mail waits in it meanwhile; see mail.pickup"
                )
            ]
        }
    }

    /// Whether the mail server would take a letter.
    func submission() async -> [Finding] {
        switch configuration.outgoing {
        case .folder(let path): return [.well("letters are written to \(path)")]
        case .submission(let submission):
            let answer = await onThread { () -> Result<[UInt8]?, SubmissionError> in
                Result { () throws(SubmissionError) in try submission.survey() }
            }
            switch answer {
            case .failure(let error):
                return [
                    .unavailable(
                        "the mail server \(submission) does not take letters: \(error.detail)",
                        "letters wait and are tried until it does; see mail.submission"
                    )
                ]
            case .success(let certificate):
                return secured(
                    "the mail server \(submission)",
                    certificate.flatMap(Certificate.init(pem:))
                )
            }
        }
    }

    /// Whether each directory server could decide a log-in.
    func directory() async -> [Finding] {
        guard let settings = configuration.directory else {
            return [
                .well("no server is set: the accounts of \(configuration.staffFile ?? "") count")
            ]
        }
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        var findings: [Finding] = []
        do throws(DirectoryProblems) {
            let directory = try LDAPStaffDirectory(settings, pool: pool, logger: .silent)
            for server in await directory.survey() { findings += self.findings(server) }
        } catch {
            findings.append(.misconfigured("\(error)", "see directory in \(path)"))
        }
        // Nothing runs on it any more.
        try? await pool.shutdownGracefully()
        return findings
    }

    private func findings(_ server: LDAPStaffDirectory.ServerSurvey) -> [Finding] {
        if let trouble = server.trouble {
            return [
                .unavailable(
                    "\(server.server) cannot decide log-ins: \(trouble)",
                    "the other servers are asked meanwhile; helpdeskd directory whoami tries it"
                )
            ]
        }
        guard server.hasPeople else {
            return [
                .misconfigured(
                    "\(server.server) shows nobody below directory.user-base",
                    "see directory.user-base, and what directory.bind-dn may read"
                )
            ]
        }
        return secured(server.server, server.certificate.flatMap(Certificate.init(der:)))
    }

    /// A server that answered, and the end of its certificate where there is one.
    private func secured(_ server: String, _ certificate: Certificate?) -> [Finding] {
        guard let certificate else { return [.well("\(server) answers, without TLS")] }
        return [
            .well("\(server) answers, with TLS"),
            expiry(
                of: "the certificate of \(server)",
                certificate.notAfter,
                "have it renewed, or connections are refused"
            ),
        ]
    }

    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }
}
