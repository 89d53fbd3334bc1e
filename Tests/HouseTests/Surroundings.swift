import DeskTesting
import Foundation
import Testing

/// All suites of the whole house: real programs, a real slapd, a real Postfix.
///
/// One after the other, because they share the two servers.
@Suite("The whole house", .serialized, .surroundings)
enum HouseTests {}

/// The servers around the house.
struct Surroundings: Sendable {
    let slapd: SlapdServer
    let postfix: PostfixServer

    @TaskLocal static var current: Surroundings?

    /// Those of the running suite.
    static func ofSuite() throws -> Surroundings {
        try #require(current, "the suite has no servers around it")
    }
}

/// Starts the servers before the first test and ends them after the last.
struct SurroundingsTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/sbin/slapd") else {
            throw HousePrograms.Missing(description: "install slapd: the house needs a directory")
        }
        guard PostfixServer.isAvailable else {
            throw HousePrograms.Missing(
                description: "install postfix and run as root: the house needs a mail server"
            )
        }
        let slapd = try SlapdServer()
        defer { slapd.stop() }
        // Nobody listens at port 9 (discard): each test says where its own door is.
        let postfix = try PostfixServer(door: .port(9))
        defer { postfix.stop() }
        let surroundings = Surroundings(slapd: slapd, postfix: postfix)
        try await Surroundings.$current.withValue(surroundings) { try await function() }
    }
}

extension Trait where Self == SurroundingsTrait {
    /// A slapd with the ready-made tree, and a Postfix.
    static var surroundings: Self { SurroundingsTrait() }
}
