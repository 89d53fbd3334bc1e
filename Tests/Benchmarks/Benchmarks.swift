import ArgumentParser

/// How fast the desk is, beside what bounds it on the same machine in the same minute.
///
/// It prints and asserts nothing: a number without its yardstick says more about the machine than
/// about the program, so each is a share of one.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measure helpdeskd beside what bounds it on this machine.",
        subcommands: [Measure.self, BareServer.self],
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
        case all
    }

    @Argument(help: "mail, http, match, store, start or all.")
    var part = Part.all

    @Flag(name: .long, help: "Everything smaller, in less than a minute.")
    var short = false

    func run() async throws {
        #if DEBUG
        Terminal.note("a debug build: run it as swift run -c release benchmarks")
        #endif
        let scale = short ? Scale.short : Scale.full
        if wants(.match) { try MatchPart(scale: scale).run() }
        if wants(.store) { try await StorePart(scale: scale).run() }
        if wants(.mail) { try await MailPart(scale: scale).run() }
        guard wants(.http) || wants(.start) else { return }
        let stores = try await FilledStores(counts: [scale.ticketsFew, scale.ticketsMany])
        if wants(.http) { try await HTTPPart(scale: scale, stores: stores).run() }
        if wants(.start) { try await StartPart(scale: scale, stores: stores).run() }
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
