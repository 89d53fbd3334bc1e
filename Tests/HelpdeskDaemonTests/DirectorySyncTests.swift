import Desk
import DeskTesting
import Foundation
import Logging
import PrometheusMetrics
import Testing

@testable import HelpdeskDaemon

@Suite("The sync with the directory")
struct DirectorySyncTests {
    @Test("takes whoever left meanwhile off duty as soon as the daemon starts")
    func start() async throws {
        let staff = ChangingStaff()
        try await withDesk(directory: staff) { house in
            let moment = house.clock.now
            try await house.store.write { transaction throws(DeskError) in
                for person in [StaffIdentity.ada, .grace] {
                    try transaction.save(
                        Duty(
                            staff: person.id,
                            name: person.name,
                            telephone: "sip:\(person.id)@192.0.2.20",
                            since: moment
                        )
                    )
                }
            }
            staff.change("grace", to: nil)
            let sync = DirectorySync(
                desk: house.desk,
                lookup: staff,
                settings: DirectorySyncSettings(interval: .seconds(3_600)),
                status: DirectorySyncStatus(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                metrics: MetricRegistry(MetricCatalogue.all)
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await sync.run() }
                var duty = 2
                for _ in 0..<1_000 where duty == 2 {
                    try await Task.sleep(for: .milliseconds(10))
                    duty = try await house.desk.duty(as: .ada).count
                }
                #expect(try await house.desk.duty(as: .ada).map(\.staff) == ["ada"])
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }
}
