import Desk
import DeskAPI
import HTTPTypes
import Hummingbird

/// `GET /healthz`, the program runs, and `GET /readyz`, it can serve.
struct HealthRoutes {
    let checks: [HealthCheck]
    /// What the findings say.
    let swedish: Translation

    /// Looks at nothing: it answers, so the program runs.
    @Sendable
    func alive(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(HealthBody(status: "ok", checks: [:]))
    }

    /// Says what was found only to its own machine: elsewhere the status is enough.
    @Sendable
    func ready(_ request: Request, context: DeskRequestContext) async throws -> Response {
        // At the same time, so that the longest wait for any of them is the longest for all.
        let found = await withTaskGroup(of: (String, HealthFinding).self) { group in
            for check in checks { group.addTask { (check.name, await check.look()) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let verdict = found.values.map(\.verdict).max() ?? .ok
        let language = WordLanguage(accepting: request.headers[.acceptLanguage])
        let isFromHere = request.isFromHere(context)
        return JSON.answer(
            HealthBody(
                status: verdict.word,
                checks: isFromHere ? found.mapValues { words($0, in: language) } : [:],
                troubled: isFromHere
                    ? found.filter { $0.value.verdict != .ok }.map(\.key).sorted() : nil
            ),
            status: verdict == .unavailable ? .serviceUnavailable : .ok,
            headers: [.contentLanguage: language.rawValue, .vary: "Accept-Language"]
        )
    }

    /// A finding may be several, one for each server.
    private func words(_ finding: HealthFinding, in language: WordLanguage) -> String {
        guard language == .swedish else { return finding.description }
        return finding.description.split(separator: ", ").map { swedish.text(String($0)) }
            .joined(separator: ", ")
    }
}

/// One part that the desk needs.
public struct HealthCheck: Sendable {
    /// What is looked at.
    public var name: String
    /// Looks at it.
    public var look: @Sendable () async -> HealthFinding

    /// Names both members.
    public init(name: String, look: @escaping @Sendable () async -> HealthFinding) {
        self.name = name
        self.look = look
    }
}

/// How a part of the desk is, in words that an operator understands.
public enum HealthFinding: Sendable, Equatable, CustomStringConvertible {
    /// As it should be; the words are for whoever wants to know more.
    case well(String = "ok")
    /// Somebody should look; the desk serves all the same.
    case degraded(String)
    /// The desk cannot serve.
    case failing(String)

    /// The words.
    public var description: String {
        switch self {
        case .well(let words), .degraded(let words), .failing(let words): words
        }
    }

    fileprivate var verdict: Verdict {
        switch self {
        case .well: .ok
        case .degraded: .degraded
        case .failing: .unavailable
        }
    }

    /// From the best to the worst, which counts.
    fileprivate enum Verdict: Int, Comparable {
        case ok
        case degraded
        case unavailable

        var word: String {
            switch self {
            case .ok: "ok"
            case .degraded: "degraded"
            case .unavailable: "unavailable"
            }
        }

        static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }
}
