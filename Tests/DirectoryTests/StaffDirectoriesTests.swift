import Cryptography
import Desk
import DeskTesting
import Directory
import Synchronization
import Testing

@Suite("The directory and the file as one")
struct StaffDirectoriesTests {
    @Test("A user of the file never goes to the directory", arguments: ["nina", "NINA", " nina "])
    func fileUser(username: String) async throws {
        try await withBoth { both, directory, log in
            let nina = try await both.signIn(username, "glasruta")
            #expect(nina.isBreakGlass)
            await #expect(throws: SignInError.refused) { try await both.signIn(username, "fel") }
            #expect(directory.asked.isEmpty)
            #expect(log.text.contains("warning break-glass login [\"user\": nina]"))
            #expect(log.text.contains("warning break-glass login refused [\"user\": nina]"))
            #expect(!log.text.contains("Nina"))
            #expect(!log.text.contains("glasruta"))
        }
    }

    @Test("Everybody else is the directory's")
    func directoryUser() async throws {
        try await withBoth { both, directory, log in
            let anna = try await both.signIn("anna", "annas")
            #expect(anna.id == "anna")
            #expect(!anna.isBreakGlass)
            #expect(directory.asked == ["anna"])
            #expect(log.lines.isEmpty)
        }
    }

    @Test("A directory that answers with the name of a file's user is not believed")
    func collision() async throws {
        try await withBoth { both, directory, log in
            // The soft hyphen is nothing to a directory, and something to the file.
            await #expect(throws: SignInError.refused) {
                try await both.signIn("ni\u{AD}na", "annas")
            }
            #expect(directory.asked == ["ni\u{AD}na"])
            #expect(log.text.contains("the user is in the staff file"))
        }
    }

    @Test("The file works while the directory is away, and the directory's users hear that it is")
    func directoryAway() async throws {
        try await withBoth { both, directory, _ in
            directory.goAway()
            let identity = try await both.signIn("nina", "glasruta")
            #expect(identity.id == "nina")
            await #expect(throws: SignInError.unavailable(cause: "away")) {
                try await both.signIn("anna", "annas")
            }
        }
    }

    @Test("A refusal by the directory takes as long as one by the file")
    func sameTime() async throws {
        try await withThreads { pool, log in
            let slow = StaffFileTests.good.replacing("rounds=1000", with: "rounds=400000")
            let both = StaffDirectories(
                directory: RefusingDirectory(),
                file: try StaffFile(yaml: slow, pool: pool),
                logger: log.logger
            )
            func time(_ user: String) async -> Duration {
                await ContinuousClock().measure {
                    await #expect(throws: SignInError.refused) {
                        try await both.signIn(user, "fel")
                    }
                }
            }
            let inFile = await time("nina")
            let elsewhere = await time("anna")
            #expect(elsewhere > inFile / 3, "\(elsewhere) and \(inFile)")
        }
    }

    @Test("Without a directory there is the file only, and without a file the directory only")
    func alone() async throws {
        try await withThreads { pool, log in
            let file = try StaffFile(yaml: StaffFileTests.good, pool: pool)
            let fileOnly = StaffDirectories(directory: nil, file: file, logger: log.logger)
            let fromFile = try await fileOnly.signIn("nina", "glasruta")
            #expect(fromFile.id == "nina")
            await #expect(throws: SignInError.refused) {
                try await fileOnly.signIn("anna", "annas")
            }
            let directory = KnownDirectory()
            let directoryOnly = StaffDirectories(
                directory: directory,
                file: nil,
                logger: log.logger
            )
            let fromDirectory = try await directoryOnly.signIn("nina", "annas")
            #expect(fromDirectory.id == "nina")
        }
    }

    @Test("Know by a user name who is in the file before who is in the directory")
    func person() async throws {
        try await withBoth { both, _, _ in
            let nina = try await both.person(named: "NINA")
            #expect(nina?.isBreakGlass == true)
            // The one of these tests is asked for passwords only.
            await #expect(throws: SignInError.self) { try await both.person(named: "anna") }
        }
    }

    private func withBoth(
        _ body: (StaffDirectories, KnownDirectory, LogRecord) async throws -> Void
    ) async throws {
        try await withThreads { pool, log in
            let directory = KnownDirectory()
            let file = try StaffFile(yaml: StaffFileTests.good, pool: pool)
            let both = StaffDirectories(directory: directory, file: file, logger: log.logger)
            try await body(both, directory, log)
        }
    }
}

/// A directory that lets nobody in, at once.
private struct RefusingDirectory: StaffDirectory, StaffLookup {
    func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity { throw .refused }

    func current(_ staff: StaffIdentity) async throws(SignInError) -> StaffIdentity? { nil }
}

/// A directory where everybody's password is right, and that remembers who was asked for.
private final class KnownDirectory: StaffDirectory, StaffLookup {
    func current(_ staff: StaffIdentity) async throws(SignInError) -> StaffIdentity? { staff }

    private let state = Mutex((asked: [String](), isAway: false))

    var asked: [String] { state.withLock { $0.asked } }

    func goAway() { state.withLock { $0.isAway = true } }

    func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity {
        let isAway = state.withLock { state in
            state.asked.append(username)
            return state.isAway
        }
        guard !isAway else { throw .unavailable(cause: "away") }
        let id = String(username.unicodeScalars.filter { $0 != "\u{AD}" })
        return StaffIdentity(id: id, name: "N", roles: [.agent])
    }
}
