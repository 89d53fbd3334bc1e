import Desk
import Logging
import ServiceLifecycle
import WebAPI

/// Looks once a second whether there is something to tell those who listen, and ends their streams
/// before the door closes.
struct EventWatch: Service {
    let feed: EventFeed
    let desk: Desk
    let logger: Logger

    private static let interval: Duration = .seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while true {
                do throws(DeskError) {
                    try await feed.look(at: desk)
                } catch {
                    logger.error(
                        "no look at the events; it is tried again in a moment",
                        metadata: ["cause": "\(error.logged)"]
                    )
                }
                do { try await Task.sleep(for: Self.interval) } catch { return }
            }
        }
        feed.close()
    }
}
