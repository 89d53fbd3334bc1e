import Desk
import DeskTesting

@testable import Storage

/// What a database says of its own tables.
struct SchemaDump {
    let session: any SQLSession
    let kind: StoreKind

    /// The columns of every table of ours.
    func columns() throws(DeskError) -> [String: Set<String>] {
        var columns: [String: Set<String>] = [:]
        let query: Storage.SQL =
            switch kind {
            case .sqlite:
                """
                SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
                    AND m.name NOT LIKE 'search_%'
                """
            case .postgresql:
                """
                SELECT table_name::text, column_name::text FROM information_schema.columns
                WHERE table_schema = 'public'
                """
            }
        for (table, column) in try session.all(query, { ($0.text(0), $0.text(1)) }) {
            columns[table, default: []].insert(column)
        }
        return columns
    }

    /// Every table, column, index and trigger in a text that changes when one of them does.
    func text() throws(DeskError) -> String {
        let query: Storage.SQL =
            switch kind {
            case .sqlite:
                """
                SELECT type || ' ' || name || ': ' || sql FROM sqlite_master
                WHERE sql IS NOT NULL AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite_%'
                ORDER BY type, name
                """
            case .postgresql:
                """
                SELECT line FROM (
                    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type
                        || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
                        || CASE is_identity WHEN 'YES' THEN ' identity' ELSE '' END AS line
                    FROM information_schema.columns WHERE table_schema = 'public'
                    UNION ALL
                    SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
                    UNION ALL
                    SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
                    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
                    UNION ALL
                    SELECT 'trigger ' || pg_get_triggerdef(t.oid) FROM pg_trigger t
                    WHERE NOT tgisinternal
                ) lines ORDER BY line COLLATE "C"
                """
            }
        return try session.all(query) { $0.text(0) }.joined(separator: "\n") + "\n"
    }
}
