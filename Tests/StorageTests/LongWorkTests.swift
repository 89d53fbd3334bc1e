import Desk
import DeskTesting
import Foundation
import PostgreSQLClient
import Testing

@testable import Storage

@Suite(
    "Work in PostgreSQL that takes longer than a request",
    .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
)
struct LongWorkTests {
    /// Fails whatever has a time limit.
    private static func guardian(returning type: String, _ rest: String) -> String {
        """
        CREATE FUNCTION want_no_limits() RETURNS \(type) LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('statement_timeout') <> '0'
                OR current_setting('lock_timeout') <> '0' THEN
                RAISE EXCEPTION 'there is a time limit';
            END IF;
            \(rest)
        END $$
        """
    }

    @Test("is bounded by no time limit while the tables are brought up to date")
    func steps() async throws {
        let address = try PostgreSQLServer.shared().makeDatabase()
        var connection = try PostgreSQLConnection(address)
        try connection.run(script: Self.guardian(returning: "event_trigger", ""))
        try connection.run(
            script: """
                CREATE EVENT TRIGGER limits ON ddl_command_end EXECUTE FUNCTION want_no_limits()
                """
        )
        let store = try await PostgreSQLStore(address: address)
        // What comes afterwards is bounded as ever.
        let limit = try await store.read { reading throws(DeskError) in
            try StoreTransaction(reading).session.first(
                "SELECT current_setting('statement_timeout')"
            ) { $0.text(0) }
        }
        #expect(limit == "30s")
        try await store.close()
    }

    @Test("is bounded by none when a desk is copied, and the lock is asked for in the end")
    func copy() async throws {
        let source = try PostgreSQLServer.shared().makeDatabase()
        let target = try PostgreSQLServer.shared().makeDatabase()
        let from = try await StoreLocation.postgresql(address: source).open(for: .beingCopied())
        let to = try await StoreLocation.postgresql(address: target).open(for: .takingCopy)
        _ = try await from.write { transaction throws(DeskError) in
            try transaction.insert(.plain("Hej"))
        }
        var connection = try PostgreSQLConnection(target)
        try connection.run(
            script: Self.guardian(returning: "trigger", "RETURN coalesce(NEW, OLD);")
        )
        try connection.run(
            script: """
                CREATE TRIGGER limits BEFORE INSERT OR DELETE ON marks
                FOR EACH ROW EXECUTE FUNCTION want_no_limits();
                -- A page of rows is bounded as ever.
                CREATE FUNCTION want_limits() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF current_setting('statement_timeout') = '0' THEN
                        RAISE EXCEPTION 'there is no time limit';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER no_limits BEFORE INSERT ON tickets
                FOR EACH ROW EXECUTE FUNCTION want_limits()
                """
        )
        // The connection that keeps daemons off the source is cut.
        var administrator = try PostgreSQLConnection(source)
        let cut = try administrator.query(
            """
            SELECT CAST(pg_terminate_backend(pid) AS integer) FROM pg_locks
            WHERE locktype = 'advisory' AND database =
                (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        )
        #expect(cut.count == 1)
        let error = await #expect(throws: DeskError.self) {
            try await StoreCopy(from: from, to: to).run()
        }
        #expect("\(String(describing: error))".contains("keeps daemons off the store is lost"))
        try await from.close()
        let again = try await StoreLocation.postgresql(address: source).open(for: .beingCopied())
        _ = try await StoreCopy(from: again, to: to).run()
        try await again.close()
        try await to.close()
    }
}
