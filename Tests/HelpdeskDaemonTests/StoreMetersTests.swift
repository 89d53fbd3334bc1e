import Desk
import DeskTesting
import Dispatch
import PrometheusMetrics
import Synchronization
import Testing

@testable import HelpdeskDaemon
@testable import Storage

@Suite("What a store counts of its commits")
struct StoreMetersTests {
    @Test(
        "is a failure only where somebody is told of one",
        .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
    )
    func failures() async throws {
        let server = try PostgreSQLServer()
        let metrics = MetricRegistry(MetricCatalogue.all)
        let address = try server.makeDatabase()
        let store = try await PostgreSQLStore(address: address, metrics: metrics)
        let other = try await PostgreSQLStore(address: address)
        try await other.probe()
        let count = { (name: String) in
            try MetricsText(metrics.text()).value("helpdesk_store_\(name)_commits_total")
        }
        // The other one changes the row between our look at it and our change of it.
        let (looked, changed) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let tries = Mutex(0)
        async let met: Void = store.write { transaction throws(DeskError) in
            let session = StoreTransaction(transaction).session
            _ = try session.first("SELECT id FROM pulse") { $0.integer(0) }
            let isFirst = tries.withLock { count in
                count += 1
                return count == 1
            }
            if isFirst {
                looked.signal()
                _ = changed.wait(timeout: .now() + 10)
            }
            try session.execute("UPDATE pulse SET at = 1")
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                _ = looked.wait(timeout: .now() + 10)
                continuation.resume()
            }
        }
        try await other.probe()
        changed.signal()
        try await met
        #expect(tries.withLock { $0 } == 2)
        #expect(try count("repeated") == 1)
        #expect(try count("failed") == 0)
        server.stop()
        await #expect(throws: DeskError.self) { try await store.probe() }
        #expect(try count("failed") == 1)
        try await store.close()
        try await other.close()
    }
}
