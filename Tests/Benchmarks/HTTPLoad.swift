import DeskTesting
import Foundation

/// Asks a server for some paths in turn, over and over, on connections that stay open.
struct HTTPLoad: Sendable {
    let port: UInt16
    let paths: [String]
    var token: String?
    /// Sent to each path instead of asking for it; JSON.
    var body: String?
    var connections = 64
    /// Requests a second altogether; nil for as many as are answered.
    ///
    /// A time is then counted from when the request was due, so that what waits behind a slow answer
    /// counts as slow too.
    var rate: Double?
    let duration: Duration

    private static let wrk = "/usr/bin/wrk"

    /// By `wrk` where Debian's package is there, else by a client of our own.
    func run(in folder: TemporaryFolder) async throws -> LoadFigures {
        guard body == nil, rate == nil, FileManager.default.isExecutableFile(atPath: Self.wrk)
        else {
            return try await HTTPCallers(load: self).run()
        }
        let script = try folder.write(wrkScript, to: "load.lua")
        let log = folder.path("wrk.log")
        // It appends to what a load before wrote; no such file is as good.
        try? FileManager.default.removeItem(atPath: log)
        // It takes whole seconds only.
        let seconds = max(1, Int((duration / .seconds(1)).rounded(.up)))
        let output = try LoopbackProcess.run(
            Self.wrk,
            [
                "-t1", "-c\(connections)", "-d\(seconds)s", "--latency", "-s", script,
                "http://127.0.0.1:\(port)",
            ],
            logPath: log,
            within: .seconds(seconds + 20)
        )
        return try Self.figures(output)
    }

    /// Requests are written once, so that wrk's own work stays small.
    private var wrkScript: String {
        """
        wrk.headers["Authorization"] = \(token.map { "\"Bearer \($0)\"" } ?? "nil")
        local paths = { \(paths.map { "\"\($0)\"" }.joined(separator: ", ")) }
        local requests, place = {}, 0
        init = function() for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end end
        request = function() place = place % #requests + 1; return requests[place] end

        """
    }

    private static func figures(_ output: String) throws -> LoadFigures {
        let lines = output.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true)
        }
        func value(_ key: Substring) -> Substring? {
            lines.first { $0.count > 1 && $0[0] == key }?[1]
        }
        let count = lines.first { $0.dropFirst().starts(with: ["requests", "in"]) }?.first
        guard let count = count.flatMap({ Int($0) }),
            let rate = value("Requests/sec:").flatMap({ Double($0) }),
            let p50 = value("50%").flatMap(duration), let p99 = value("99%").flatMap(duration)
        else { throw BenchmarkError.unreadable(output) }
        let refused = lines.first { $0.starts(with: ["Non-2xx", "or", "3xx"]) }?.last
        return LoadFigures(
            count: count,
            rate: rate,
            p50: p50,
            p99: p99,
            failures: refused.flatMap { Int($0) } ?? 0
        )
    }

    /// `850.00us`, `1.23ms` or `1.02s`.
    private static func duration(_ text: Substring) -> Duration? {
        let number = text.prefix { $0.isNumber || $0 == "." }
        guard let value = Double(number) else { return nil }
        return switch text.dropFirst(number.count) {
        case "us": .microseconds(value)
        case "ms": .milliseconds(value)
        case "s": .seconds(value)
        default: nil
        }
    }
}
