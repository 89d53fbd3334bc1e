import AsyncHTTPClient
import DeskAPI
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Speaks the API over HTTP: one request, one answer, no redirects.
struct DeskClient: Sendable {
    let access: Access
    let language: Language
    let limits: ConnectionLimits
    private let http: HTTPClient
    /// For streams, which are silent for longer than any answer may take.
    private let streams: HTTPClient

    /// Makes the client; nothing is sent yet.
    init(_ access: Access, language: Language, limits: ConnectionLimits) throws(CommandFailure) {
        self.access = access
        self.language = language
        self.limits = limits
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try Self.trust(access.caFile),
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(limits.connect), read: TimeAmount(limits.total))
        )
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        configuration.timeout.read = TimeAmount(limits.silence)
        streams = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// A file given by the user replaces the system's certificates: then only they are believed.
    private static func trust(_ caFile: String?) throws(CommandFailure) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        guard let caFile else { return configuration }
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(caFile)
            if !certificates.isEmpty {
                configuration.trustRoots = .certificates(certificates)
                return configuration
            }
        } catch {
            // As of a file that holds none.
        }
        throw .badConfiguration(
            Phrase(
                "\(caFile) innehåller inga läsbara certifikat (PEM).",
                "\(caFile) holds no readable certificates (PEM)."
            )
        )
    }

    /// Lets go of the connections.
    func close() async {
        // Who pressed Ctrl-C does not wait until a server that may be gone has said good-bye.
        let waits = !Task.isCancelled
        for client in [http, streams] {
            guard waits else {
                client.shutdown { _ in }
                continue
            }
            // Nothing is under way any more; a failure to close would only hide the command's own end.
            try? await client.shutdown()
        }
    }
}

extension DeskClient {
    /// Sends it and waits for the whole answer.
    ///
    /// A request that creates something carries its key, so it is sent once more when the
    /// connection broke or the server was slow or not ready: the server does it only once.
    func send(_ request: DeskRequest) async throws(CommandFailure) -> DeskAnswer {
        let mayBeDone: Bool
        do throws(Mishap) {
            return try await attempt(request)
        } catch {
            mayBeDone = request.isChange && error.leavesDoubt
            guard request.idempotencyKey != nil, error.isWorthRepeating,
                let pause = pause(after: error)
            else { throw error.failure(at: access.server, mayBeDone: mayBeDone) }
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw .interrupted
            }
        }
        do throws(Mishap) {
            return try await attempt(request)
        } catch {
            let isDoubtful = mayBeDone || request.isChange && error.leavesDoubt
            throw error.failure(at: access.server, mayBeDone: isDoubtful)
        }
    }

    /// Fetches an attachment, which may be large.
    ///
    /// `progress` is told how many octets have come, of how many when the server says so.
    func download(
        _ request: DeskRequest,
        progress: @escaping @Sendable (_ octets: Int, _ all: Int?) -> Void
    ) async throws(CommandFailure) -> DeskAnswer {
        do throws(Mishap) {
            return try await attempt(
                request,
                within: limits.download,
                octetsMax: limits.downloadOctetsMax,
                progress: progress
            )
        } catch {
            throw error.failure(at: access.server)
        }
    }

    /// Listens to what happens, until the server ends the stream, or says nothing for so long that it is
    /// gone.
    ///
    /// `place` is from where to go on after a break, nil from now; `each` is told of every event,
    /// also that the stream is `ready`.
    func listen(
        to request: DeskRequest,
        after place: String?,
        _ each: @escaping @Sendable (EventLines.Event) -> Void
    ) async throws(CommandFailure) {
        do {
            var message = message(for: request)
            message.headers.replaceOrAdd(name: "Accept", value: "text/event-stream")
            if let place { message.headers.add(name: "Last-Event-ID", value: place) }
            let response = try await streams.execute(message, timeout: TimeAmount(limits.total))
            guard response.status == .ok else {
                let body = try await withDeadline(limits.total) {
                    try await response.body.collect(upTo: limits.answerOctetsMax)
                }
                let answer = DeskAnswer(
                    status: Int(response.status.code),
                    headers: response.headers,
                    body: Data(body.readableBytesView)
                )
                throw Mishap.refused(Refusal(answer, whileSigningIn: false))
            }
            try await hear(response.body, each)
        } catch {
            throw await mishap(error).failure(at: access.server)
        }
    }

    /// Reads a stream whose end may come without a sign, as behind a router that forgot it, or on a
    /// machine that slept.
    private func hear(
        _ body: HTTPClientResponse.Body,
        _ each: @escaping @Sendable (EventLines.Event) -> Void
    ) async throws {
        // An open stream says at once that it is ready, and how often it will be heard from then on.
        let life = Mutex((sign: ContinuousClock.now, silence: limits.total))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { @Sendable in
                var lines = EventLines()
                for try await part in body {
                    let events = lines.take(part.readableBytesView)
                    life.withLock { life in
                        life.sign = .now
                        for event in events { life.silence = silence(after: event) ?? life.silence }
                    }
                    for event in events { each(event) }
                }
            }
            group.addTask { @Sendable in
                while true {
                    let end = life.withLock { $0.sign + $0.silence }
                    guard end > .now else { throw Mishap.slow }
                    try await Task.sleep(until: end, clock: .continuous)
                }
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }

    /// How long a stream may say nothing after this event; nil where that says nothing of it.
    private func silence(after event: EventLines.Event) -> Duration? {
        guard event.kind == "ready" else { return nil }
        let facts = try? JSONDecoder().decode([String: Int].self, from: Data(event.data.utf8))
        // A desk that does not say it may be as silent as any.
        guard let seconds = facts?["heartbeat_seconds"], seconds > 0 else { return limits.silence }
        return min(limits.silence, .seconds(seconds) * limits.heartbeatsMissedMax)
    }

    /// How long to wait before the second try; nil when the server asks for longer than we sit.
    private func pause(after mishap: Mishap) -> Duration? {
        guard case .refused(let refusal) = mishap, let seconds = refusal.retryAfter else {
            return limits.retryPause
        }
        return seconds <= limits.retryAfterMax ? .seconds(max(0, seconds)) : nil
    }

    private func attempt(_ request: DeskRequest) async throws(Mishap) -> DeskAnswer {
        let answer = try await attempt(
            request,
            within: limits.total,
            octetsMax: limits.answerOctetsMax
        )
        // A proxy's page, say, is none of the API's answers, however well it is meant.
        let isOurs = answer.mediaType == request.form ?? "application/json"
        guard answer.body.isEmpty || isOurs else { throw .foreign }
        return answer
    }

    private func attempt(
        _ request: DeskRequest,
        within limit: Duration,
        octetsMax: Int,
        progress: @escaping @Sendable (_ octets: Int, _ all: Int?) -> Void = { _, _ in }
    ) async throws(Mishap) -> DeskAnswer {
        let answer: DeskAnswer
        do {
            let message = message(for: request)
            answer = try await withDeadline(limit) {
                let response = try await http.execute(message, timeout: TimeAmount(limit))
                let all = response.headers.first(name: "Content-Length").flatMap { Int($0) }
                var body = ByteBuffer()
                for try await part in response.body {
                    guard body.readableBytes + part.readableBytes <= octetsMax else {
                        throw Mishap.oversized
                    }
                    body.writeImmutableBuffer(part)
                    progress(body.readableBytes, all)
                }
                return DeskAnswer(
                    status: Int(response.status.code),
                    headers: response.headers,
                    body: Data(body.readableBytesView)
                )
            }
        } catch {
            throw await mishap(error)
        }
        guard 200..<300 ~= answer.status else {
            throw .refused(Refusal(answer, whileSigningIn: request.isSigningIn))
        }
        return answer
    }

    /// What went wrong; of a server that is not trusted also why, which decides who can mend it.
    private func mishap(_ error: any Error) async -> Mishap {
        let mishap = Mishap(error)
        guard case .untrusted(.unknown) = mishap else { return mishap }
        let shown = await access.server.certificates(within: limits.connect)
        return .untrusted(Distrust(shown, at: Date()))
    }

    private func message(for request: DeskRequest) -> HTTPClientRequest {
        var message = HTTPClientRequest(
            url: access.server.url(request.path, query: request.query)
        )
        message.method = request.method
        message.headers.add(name: "User-Agent", value: "helpdesk")
        message.headers.add(
            name: "Accept",
            value: request.form.map { "\($0), application/problem+json" }
                ?? "application/json, application/problem+json, */*"
        )
        message.headers.add(name: "Accept-Language", value: language.rawValue)
        if let token = access.token {
            message.headers.add(name: "Authorization", value: "Bearer \(token)")
        }
        if let tag = request.ifMatch { message.headers.add(name: "If-Match", value: tag) }
        if let key = request.idempotencyKey {
            message.headers.add(name: "Idempotency-Key", value: key)
        }
        if let body = request.body {
            message.headers.add(name: "Content-Type", value: "application/json")
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        return message
    }
}

extension Refusal {
    /// Reads what the server says, if it says it as RFC 9457 wants.
    init(_ answer: DeskAnswer, whileSigningIn: Bool) {
        status = answer.status
        // A proxy's page in HTML is no problem body; the status alone must do then.
        problem =
            answer.mediaType == "application/problem+json"
            ? try? JSONDecoder().decode(ProblemBody.self, from: answer.body) : nil
        retryAfter = answer.headers.first(name: "Retry-After").flatMap { Int($0) }
        self.whileSigningIn = whileSigningIn
    }
}

/// Does the work, or gives it up when the time is over; the library's own deadline ends with the
/// answer's head and would let a slow body drip for ever.
func withDeadline<Value: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw Mishap.slow
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw Mishap.slow }
        return first
    }
}
