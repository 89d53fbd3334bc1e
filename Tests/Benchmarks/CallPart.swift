import DeskTesting
import Foundation
import Storage

/// Calls of sipp through the daemon to sipp: signalling alone, for media flows past it.
struct CallPart: Sendable {
    let scale: Scale

    private static let exchange = "127.0.0.22"
    private static let desk = "127.0.0.12"

    func run() async throws {
        var sheet = Sheet(
            "calls: sipp to sipp through the daemon, by UDP; set-up from INVITE to 200",
            columns: ["what", "calls", "a second", "p50", "p99", "failed", "aim"]
        )
        for (calls, rate) in scale.calls { try await measure(calls, rate, &sheet) }
        sheet.print()
    }

    /// So many calls, begun at that rate; each stays for six seconds, so that they overlap.
    private func measure(_ calls: Int, _ rate: Int, _ sheet: inout Sheet) async throws {
        let folder = try TemporaryFolder("benchmark")
        let (port, own) = (try freePort(), try freePort())
        let destinations = try folder.write(
            "destinations: [{id: vaxel, name: Växel, uri: \"sip:v@\(Self.exchange):\(port)\"}]\n",
            to: "destinations.yaml"
        )
        let house = try House(
            in: folder,
            store: .sqlite(path: folder.path("helpdesk.sqlite")),
            more: [
                "switchboard:", "  driver: sip", "  destinations: \(destinations)",
                "  agent-uri: \"sip:{username}@\(Self.exchange)\"", "  overflow: vaxel",
                "  calls-max: 5000", "  sip:", "    listen: [\"udp:\(Self.desk):\(own)\"]",
                "    peers: [\"udp:\(Self.exchange):\(port)\"]",
            ]
        )
        defer { house.process.stop() }
        let telephone = try LoopbackProcess(
            SIPScenario.program,
            [
                "-sf", folder.write(SIPScenario.telephone(status: 200), to: "telephone.xml"), "-i",
                Self.exchange, "-p", "\(port)", "-nostdin",
            ],
            logPath: folder.path("telephone.log")
        )
        defer { telephone.stop() }
        let callers = try LoopbackProcess(
            "/bin/sh",
            [
                "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder.path, SIPScenario.program,
                "-sf", folder.write(SIPScenario.caller, to: "caller.xml"), "-s", "support", "-i",
                Self.exchange, "-p", "\(try freePort())", "-m", "\(calls)", "-r", "\(rate)", "-l",
                "\(calls)", "-trace_rtt", "-rtt_freq", "1", "-timeout", "120", "-nostdin",
                "\(Self.desk):\(own)",
            ],
            logPath: folder.path("callers.log")
        )
        guard callers.waitUntilEnded(within: .seconds(150)) != nil else {
            throw BenchmarkError.unreadable(String(callers.log.suffix(300)))
        }
        let times = try SIPScenario.setUpTimes(in: folder).map { Duration.milliseconds(Int($0)) }
        let latencies = Latencies(times)
        sheet.add(
            "\(calls) calls",
            Figure.count(Double(latencies.count)),
            Figure.count(Double(rate)),
            Figure.time(latencies.percentile(0.50)),
            Figure.time(latencies.percentile(0.99)),
            "\(calls - latencies.count)",
            "p99 ≤ 500 ms"
        )
    }
}
