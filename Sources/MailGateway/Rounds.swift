import ServiceLifecycle

/// Rounds of work, one after another, until the house shuts down.
///
/// A round that has begun is finished; one that failed is followed by the next all the same.
struct Rounds {
    /// The pause after a round that left nothing to do.
    let interval: Duration

    /// Does rounds.
    ///
    /// - Parameters:
    ///   - round: true when there may be more at once.
    ///   - failed: told what ended a round early.
    func run(
        _ round: () async throws -> Bool,
        failed: (any Error) -> Void
    ) async {
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            do {
                while !Task.isShuttingDownGracefully, try await round() {}
            } catch {
                failed(error)
            }
            try? await cancelWhenGracefulShutdown {
                // A cancelled sleep only means that the loop's condition is looked at sooner.
                try await Task.sleep(for: interval)
            }
        }
    }
}
