import Desk
import Logging
import ServiceLifecycle
import Storage

/// Looks once a minute which keys sign and prove letters: an operator may have changed them, here or
/// by another daemon on the store.
struct ProofKeyWatch: Service {
    let store: any DurableStore
    let proof: TicketProof
    let logger: Logger

    private static let interval: Duration = .seconds(60)

    func run() async throws {
        await every(Self.interval, look)
    }

    func look() async {
        do throws(DeskError) {
            proof.replaceKeys(with: try await store.proofKeys())
        } catch {
            // Broken off because the house ends; the next start does the rest.
            if Task.isCancelled { return }
            logger.error(
                "keys not read; it is tried again in a minute",
                metadata: ["cause": "\(error.logged)"]
            )
        }
    }
}
