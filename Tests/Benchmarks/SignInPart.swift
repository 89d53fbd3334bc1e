import DeskTesting
import Foundation
import Storage

/// Log-ins through a real slapd with StartTLS, each with a search, a proof and groups.
struct SignInPart: Sendable {
    let scale: Scale

    private static let people = 500
    private static let callers = 32

    func run() async throws {
        let (users, ldif) = SignInLoad.tree(people: Self.people)
        var options = SlapdServer.Options()
        options.ldif = ldif
        let slapd = try SlapdServer(options)
        defer { slapd.stop() }
        let folder = try TemporaryFolder("benchmark")
        let house = try House(
            in: folder,
            store: .sqlite(path: folder.path("helpdesk.sqlite")),
            directory: slapd
        )
        defer { house.process.stop() }
        var sheet = Sheet(
            "sign-in: \(Self.callers) at a time, \(Self.people) people, slapd with StartTLS",
            columns: ["what", "log-ins", "log-ins/s", "p50", "p99", "refused", "aim"]
        )
        let load = SignInLoad(
            port: house.http,
            users: users,
            count: scale.signIns,
            callers: Self.callers
        )
        let start = ContinuousClock.now
        let (times, statuses) = await load.run()
        let figures = LoadFigures(Latencies(times), in: start.duration(to: .now))
        sheet.add(
            "right passwords",
            Figure.count(Double(figures.count)),
            Figure.count(figures.rate),
            Figure.time(figures.p50),
            Figure.time(figures.p99),
            "\(figures.count - (statuses[201] ?? 0))",
            "p99 ≤ 500 ms"
        )
        sheet.print()
    }
}
