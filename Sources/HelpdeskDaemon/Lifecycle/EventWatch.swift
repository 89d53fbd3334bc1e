import ServiceLifecycle
import WebAPI

/// Gives those who listen a sign of life from time to time, and ends their streams before the door
/// closes.
struct EventWatch: Service {
    let feed: EventFeed

    func run() async throws {
        await every(.seconds(feed.settings.heartbeatSeconds)) { feed.beat() }
        feed.close()
    }
}
