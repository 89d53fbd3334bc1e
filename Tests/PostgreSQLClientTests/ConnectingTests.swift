import DeskTesting
import PostgreSQLClient
import Testing

@Suite("Connecting to PostgreSQL", .enabled(if: PostgreSQLServer.isInstalled))
struct ConnectingTests {
    @Test("works over TCP and over the unix socket")
    func bothWays() throws {
        let server = try PostgreSQLServer.shared()
        for address in [server.address(), server.socketAddress()] {
            var connection = try PostgreSQLConnection(address)
            #expect(connection.isUsable == true)
            #expect(connection.transaction == .none)
            #expect(
                try connection.query("SELECT current_user AS name")[0].text("name") == "helpdesk"
            )
            #expect(
                try connection.query("SHOW client_encoding")[0].text(.position(0)) == "UTF8"
            )
        }
    }

    @Test(
        "is not tried with an address that nobody understands",
        arguments: [
            "helpdesk", "http://127.0.0.1/", "postgresql://[::1", "host=a b", "nonsense=1",
            "postgresql://127.0.0.1/?nonsense=1", "host=127.0.0.1\u{0}",
        ]
    )
    func invalidAddress(address: String) {
        let error = failure { () throws(PostgreSQLError) in _ = try PostgreSQLConnection(address) }
        #expect(error == .invalidAddress)
        #expect(error?.isTemporary == false)
    }

    @Test("may succeed later when nobody listens")
    func refused() throws {
        let address = "postgresql://helpdesk@127.0.0.1:\(try freePort())/postgres"
        let error = failure { () throws(PostgreSQLError) in _ = try PostgreSQLConnection(address) }
        guard case .unreachable(state: nil, let text) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(text.contains("Connection refused"))
        #expect(error?.isTemporary == true)
    }

    @Test("gives up on a server that says nothing")
    func silent() throws {
        let listener = try SilentListener()
        let started = ContinuousClock.now
        let error = failure { () throws(PostgreSQLError) in
            _ = try PostgreSQLConnection(
                "postgresql://helpdesk@127.0.0.1:\(listener.port)/postgres",
                timeout: .milliseconds(300)
            )
        }
        #expect(ContinuousClock.now - started < .seconds(5))
        #expect(error == .unreachable(state: nil, text: "the time to connect is over"))
        #expect(error?.isTemporary == true)
        #expect(listener.takeCallers() == 1)
    }

    @Test("finds the host that answers beside one that says nothing, and one that is not there")
    func silentHost() throws {
        let server = try PostgreSQLServer.shared()
        let silent = try SilentListener()
        let hosts = "127.0.0.1:\(silent.port),127.0.0.1:\(try freePort())"
        var connection = try PostgreSQLConnection(
            "postgresql://helpdesk@\(hosts),127.0.0.1:\(server.port)/postgres?sslmode=disable",
            timeout: .seconds(6)
        )
        #expect(
            try connection.query("SELECT inet_server_port()")[0].int(.position(0))
                == Int64(server.port)
        )
        #expect(silent.takeCallers() == 1)
        let error = failure { () throws(PostgreSQLError) in
            _ = try PostgreSQLConnection(
                "postgresql://helpdesk@\(hosts)/postgres",
                timeout: .milliseconds(600)
            )
        }
        guard case .unreachable(state: nil, let text) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(text.contains("the time to connect is over"))
        #expect(text.contains("Connection refused"))
    }

    @Test("takes the host that can be written of several, in whichever order they stand")
    func readWriteHost() throws {
        let primary = try PostgreSQLServer()
        let standby = try primary.makeStandby()
        let ports = [primary.port, standby.port]
        for order in [ports, ports.reversed()] {
            let hosts = order.map { "127.0.0.1:\($0)" }.joined(separator: ",")
            var connection = try PostgreSQLConnection(
                "postgresql://helpdesk@\(hosts)/postgres?target_session_attrs=read-write"
            )
            #expect(
                try connection.query("SELECT inet_server_port()")[0].int(.position(0))
                    == Int64(primary.port)
            )
        }
        let alone = "postgresql://helpdesk@127.0.0.1:\(standby.port)/postgres"
        let error = failure { () throws(PostgreSQLError) in
            _ = try PostgreSQLConnection("\(alone)?target_session_attrs=read-write")
        }
        #expect(error?.isTemporary == true)
        var reader = try PostgreSQLConnection(alone)
        #expect(reader.isUsable == true)
        #expect(try reader.query("SELECT pg_is_in_recovery()")[0].bool(.position(0)) == true)
    }

    @Test("fails for good with a wrong password, and does not repeat it")
    func wrongPassword() throws {
        let server = try PostgreSQLServer.shared()
        var helpdesk = try PostgreSQLConnection(server.address())
        try helpdesk.run(
            script: """
                DO $$ BEGIN CREATE ROLE guarded LOGIN PASSWORD 'rätt';
                EXCEPTION WHEN duplicate_object THEN NULL; END $$
                """
        )
        _ = try PostgreSQLConnection(server.address(user: "guarded:r%C3%A4tt"))
        let error = failure { () throws(PostgreSQLError) in
            _ = try PostgreSQLConnection(server.address(user: "guarded:hemligt"))
        }
        #expect(error?.state == SQLState("28P01"))
        #expect(error?.isTemporary == false)
        #expect(error.map { "\($0)".contains("hemligt") } == false)
        #expect(error.map { "\($0)".contains("\n") || "\($0)".contains("LOCATION") } == false)
    }

    @Test("fails for good when the database is not there")
    func noDatabase() throws {
        let server = try PostgreSQLServer.shared()
        let error = failure { () throws(PostgreSQLError) in
            _ = try PostgreSQLConnection(server.address(database: "nowhere"))
        }
        #expect(error?.state == SQLState("3D000"))
        #expect(error?.isTemporary == false)
    }

    @Test("may succeed later when the server has no connection left")
    func full() throws {
        let server = try PostgreSQLServer(
            settings: [
                "max_connections=2", "superuser_reserved_connections=1", "max_wal_senders=0",
            ]
        )
        var first = try PostgreSQLConnection(server.address())
        try first.run(script: "CREATE ROLE ordinary LOGIN")
        let error = failure { () throws(PostgreSQLError) in
            _ = try PostgreSQLConnection(server.address(user: "ordinary"))
        }
        #expect(error?.state == SQLState("53300"))
        #expect(error?.isTemporary == true)
        #expect(first.isUsable == true)
    }

    @Test("is lost with the server, and found again with it")
    func serverRestarts() throws {
        let server = try PostgreSQLServer()
        var connection = try PostgreSQLConnection(server.address())
        try connection.run(script: "CREATE TABLE kept (n bigint); INSERT INTO kept VALUES (7)")
        try server.restart()

        let error = failure { () throws(PostgreSQLError) in
            _ = try connection.query("SELECT n FROM kept")
        }
        guard case .connectionLost = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isTemporary == true)
        #expect(connection.isUsable == false)
        #expect(connection.transaction == .unknown)

        var again = try PostgreSQLConnection(server.address())
        #expect(try again.query("SELECT n FROM kept")[0].int("n") == 7)
    }

    @Test("may succeed later when an administrator cut it off")
    func terminated() throws {
        let server = try PostgreSQLServer.shared()
        var victim = try PostgreSQLConnection(server.address())
        let number = try victim.query("SELECT pg_backend_pid() AS n")[0].int("n")
        var other = try PostgreSQLConnection(server.address())
        try other.execute("SELECT pg_terminate_backend(CAST($1 AS integer), 5000)", [.int(number)])
        let error = failure { () throws(PostgreSQLError) in try victim.execute("SELECT 1") }
        #expect(error?.isTemporary == true)
        #expect(victim.isUsable == false)
    }
}

/// The error that `body` throws, nil when it throws none.
///
/// The closure of `#expect(throws:)` cannot capture a connection, which is not copyable.
func failure(_ body: () throws(PostgreSQLError) -> Void) -> PostgreSQLError? {
    do throws(PostgreSQLError) {
        try body()
        return nil
    } catch {
        return error
    }
}
