import ServiceLifecycle

/// Does it at once and then after every pause, until the house shuts down: then what is under way is
/// cancelled.
func every(_ interval: Duration, _ work: @escaping @Sendable () async -> Void) async {
    await cancelWhenGracefulShutdown {
        while true {
            await work()
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }
}
