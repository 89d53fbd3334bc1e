import Desk
import Storage

/// What `/readyz` and `/metrics` tell of what stands in the store; each part fails by itself.
struct StoreSight: Sendable {
    var outbox: Result<OutboxFigures, DeskError>
    var brake: Result<Brake?, DeskError>
    var incidents: Result<Incidents, DeskError>
    var quarantine: Result<QuarantineFigures, DeskError>
    var figures: Result<StoreFigures, DeskError>

    /// Those that are not over, and their letters that are not written.
    struct Incidents: Sendable {
        var open: [Incident]
        var lettersWaiting: Int
    }

    /// Reads all of it, however long that takes: ``SharedTry`` bounds it for whoever asks.
    init(of store: any DurableStore) async {
        outbox = await Self.result { () throws(DeskError) in
            try await Outbox(store: store).figures()
        }
        brake = await Self.result { () throws(DeskError) in
            try await store.read { reading throws(DeskError) in try reading.newestBrake() }
        }
        incidents = await Self.result { () throws(DeskError) in
            try await store.read { reading throws(DeskError) in
                Incidents(
                    open: try reading.openIncidents(),
                    lettersWaiting: try reading.countWaitingIncidentLetters()
                )
            }
        }
        quarantine = await Self.result { () throws(DeskError) in
            try await store.read { reading throws(DeskError) in try reading.quarantineFigures() }
        }
        figures = await Self.result { () throws(DeskError) in try await store.figures() }
    }

    private static func result<Value>(
        _ read: () async throws(DeskError) -> Value
    ) async -> Result<Value, DeskError> {
        do throws(DeskError) {
            return .success(try await read())
        } catch {
            return .failure(error)
        }
    }
}
