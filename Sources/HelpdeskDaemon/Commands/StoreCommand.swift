import ArgumentParser
import Desk
import Foundation
import Storage
import Synchronization

/// `helpdeskd store …`: the databases themselves.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Move the desk between databases.",
        subcommands: [Copy.self]
    )

    /// `helpdeskd store copy FROM TO`.
    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "copy",
            abstract: "Copy a desk into an empty database, and compare both in the end.",
            discussion: """
                FROM and TO are written as store.url is: sqlite:/PATH or \
                postgresql://USER@HOST/DATABASE. Stop every daemon first: a store that one serves \
                from is not copied. A copy that was broken off goes on where it was when the same \
                command is given again; until it has ended well no daemon serves from TO.
                """
        )

        @Argument(help: "The store to read.")
        var from: String

        @Argument(help: "The store to write: an empty one, or the beginning of this copy.")
        var to: String

        @Flag(
            name: .long,
            help: """
                Copy a store that a daemon serves from. What is written meanwhile may be missing, \
                and then the comparison says so: for trying out how long a copy takes.
                """
        )
        var althoughServed = false

        func run() async throws {
            let (source, target) = (try Self.location(from), try Self.location(to))
            guard source != target else {
                throw ValidationError("FROM and TO are the same store.")
            }
            if case .sqlite(let path) = source, !FileManager.default.fileExists(atPath: path) {
                Terminal.sayError("there is no store \(path)")
                throw ExitCode(SystemExit.notThere)
            }
            try await source.opened(
                for: .beingCopied(althoughServed: althoughServed),
                remedy: "Stop every daemon and command that uses it first."
            ) { source in
                try await target.opened(for: .takingCopy) { target in
                    try await Self.copy(from: source, to: target)
                }
            }
        }

        private static func location(_ url: String) throws -> StoreLocation {
            guard let location = StoreLocation(url) else {
                guard !StoreLocation.hasUnescapedLogin(url) else {
                    throw ValidationError(
                        "In a user and a password / ? # @ are written as %2F %3F %23 %40."
                    )
                }
                // What was typed may carry a password.
                throw ValidationError("A store is sqlite:/PATH or postgresql://USER@HOST/DATABASE.")
            }
            return location
        }

        private static func copy(
            from source: any DurableStore,
            to target: any DurableStore
        ) async throws {
            let meter = ProgressMeter()
            do throws(DeskError) {
                let report = try await StoreCopy(from: source, to: target).run { meter.show($0) }
                meter.end()
                for (table, count) in report.rows { print("\(table): \(count)") }
                Terminal.say("both stores hold the same")
            } catch {
                meter.end()
                Terminal.sayError(SystemExit.words(for: error))
                guard case .wrongState = error else { throw ExitCode(SystemExit.unavailable) }
                throw ExitCode(SystemExit.badData)
            }
        }
    }
}

/// One line on a terminal that says how far a copy is; nothing where nobody watches.
private final class ProgressMeter: Sendable {
    private let isWatched = isatty(2) == 1
    private let shown = Mutex(ContinuousClock.now - .seconds(1))

    func show(_ progress: StoreCopy.Progress) {
        guard isWatched else { return }
        let isDue = shown.withLock { last in
            let now = ContinuousClock.now
            guard now - last > .milliseconds(100) else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let verb = progress.isComparing ? "comparing" : "copying"
        let share = 100 * progress.rows / max(1, progress.rowsTotal)
        write("\r\u{1B}[K\(verb) \(progress.table): \(share) % of \(progress.rowsTotal)")
    }

    func end() { if isWatched { write("\r\u{1B}[K") } }

    private func write(_ text: String) {
        // Who watched may have gone; the copy goes on.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
