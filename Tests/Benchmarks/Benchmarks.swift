import ArgumentParser
import DeskTesting

/// How fast the desk is, beside what bounds it on the same machine in the same minute.
///
/// It prints and asserts nothing: a number without its yardstick says more about the machine than
/// about the program, so each is a share of one.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measure helpdeskd beside what bounds it on this machine.",
        subcommands: [Measure.self, Soak.self, BareServer.self],
        defaultSubcommand: Measure.self
    )
}

/// Runs the parts that were asked for, one after the other.
struct Measure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measure, the default.")

    /// What can be measured; `all` is every one of them.
    enum Part: String, ExpressibleByArgument, CaseIterable {
        case mail
        case http
        case match
        case store
        case start
        case calls
        case signIn = "sign-in"
        case load
        case read
        case year
        case all
    }

    @Argument(help: "mail, http, match, store, read, start, calls, sign-in, load, year or all.")
    var part = Part.all

    @Flag(name: .long, help: "Everything smaller, in less than a minute.")
    var short = false

    @Option(name: .long, help: "How many tickets the filled stores have; given again for more.")
    var tickets: [Int] = []

    @Option(
        name: .long,
        help: "A folder that keeps the filled stores for the next run; what a run writes stays too."
    )
    var stores: String?

    @Option(
        name: .long,
        help: "The databases of store, read, http and start: sqlite, postgresql or both."
    )
    var store = DatabaseChoice.both

    @Option(name: .long, help: "How many minutes the year may take; it ends with that day.")
    var minutes: Int?

    func validate() throws {
        guard tickets.allSatisfy({ $0 > 0 }) else {
            throw ValidationError("--tickets takes numbers from 1")
        }
    }

    func run() async throws {
        #if DEBUG
        Terminal.note("a debug build: run it as swift run -c release benchmarks")
        #endif
        var scale = short ? Scale.short : Scale.full
        if !tickets.isEmpty { scale.tickets = tickets.sorted() }
        try await run(scale)
    }

    private func run(_ scale: Scale) async throws {
        if wants(.match) { try MatchPart(scale: scale).run() }
        let databases = try MeasuredDatabases(
            wantsDatabases ? store.kinds : [.sqlite],
            keptIn: stores
        )
        if wants(.store) { try await StorePart(scale: scale, databases: databases).run() }
        if wants(.calls) { try await CallPart(scale: scale).run() }
        if wants(.signIn) { try await SignInPart(scale: scale).run() }
        if wants(.mail) { try await MailPart(scale: scale).run() }
        // A year takes its time: only who asks for it gets it.
        if part == .year { try await YearPart(isShort: short, minutesMax: minutes).run() }
        guard [.http, .read, .start, .load].contains(where: wants) else { return }
        let stores = try await FilledStores(scale.tickets, in: databases, keptIn: stores)
        if wants(.read) { try await ReadPart(scale: scale, stores: stores).run() }
        if wants(.http) { try await HTTPPart(scale: scale, stores: stores).run() }
        if wants(.start) { try await StartPart(scale: scale, stores: stores).run() }
    }

    private var wantsDatabases: Bool {
        [.store, .http, .read, .start, .load].contains(where: wants)
    }

    private func wants(_ wanted: Part) -> Bool { part == wanted || part == .all }
}

/// What stops a measurement.
enum BenchmarkError: Error, CustomStringConvertible {
    case missing(String)
    case connectionLost
    case refused(String)
    case unreadable(String)

    var description: String {
        switch self {
        case .missing(let what): "\(what) is not there"
        case .connectionLost: "a connection on loopback was lost"
        case .refused(let reply): "refused: \(reply)"
        case .unreadable(let text): "cannot be read: \(text)"
        }
    }
}
