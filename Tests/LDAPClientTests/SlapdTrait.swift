import DeskTesting
import Testing

/// One slapd for all tests of a suite, started before the first and ended after the last.
struct SlapdTrait: SuiteTrait, TestScoping {
    @TaskLocal static var server: SlapdServer?
    var options = SlapdServer.Options()

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let server = try SlapdServer(options)
        defer { server.stop() }
        try await Self.$server.withValue(server) { try await function() }
    }
}

extension Trait where Self == SlapdTrait {
    /// A slapd with the ready-made tree.
    static var slapd: Self { SlapdTrait() }
}
