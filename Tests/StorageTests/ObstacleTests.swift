import DeskTesting
import Storage
import Synchronization
import Testing

@Suite("Whether the server of a store can be reached")
struct ObstacleTests {
    @Test("is found out by one try, as far as its first address fails")
    func once() async throws {
        let calls = Mutex(0)
        let server = try ScriptedServer { _ in
            calls.withLock { $0 += 1 }
            return nil
        }
        let address =
            "postgresql://desk:hemligt@127.0.0.1:\(server.port)/desk"
            + "?sslmode=disable&gssencmode=disable"
        let location = try #require(StoreLocation(address))
        let cause = try #require(await location.obstacle(listeningAt: address))
        #expect(cause.hasPrefix("no connection to PostgreSQL"))
        #expect(!cause.contains("hemligt"))
        #expect(calls.withLock { $0 } == 1)
    }

    @Test("is no question where the store is a file")
    func file() async throws {
        let location = StoreLocation.sqlite(path: "/nowhere/helpdesk.sqlite")
        #expect(await location.obstacle() == nil)
    }
}
