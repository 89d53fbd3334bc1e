import Desk
import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization
import WebAPI

/// Tells webhooks what has happened, from rows with leases.
///
/// Every receiver is carried to by itself: one that is slow or down keeps nobody else waiting.
struct WebhookCourier: Service {
    let post: WebhookPost
    let sender: WebhookSender
    let logger: Logger
    var now: @Sendable () -> Date = { Date() }
    private let underWay = UnderWay()

    /// The webhooks that somebody is carrying to.
    private final class UnderWay: Sendable {
        private let webhooks = Mutex<Set<UUIDv7>>([])

        /// False when somebody is on the way already.
        func begin(_ webhook: UUIDv7) -> Bool {
            webhooks.withLock { $0.insert(webhook).inserted }
        }

        func end(_ webhook: UUIDv7) { webhooks.withLock { _ = $0.remove(webhook) } }
    }

    private static let interval: Duration = .seconds(1)
    private static let windowParcels = 8
    /// How long a parcel is ours; longer than any attempt may take.
    private static let lease: TimeInterval = 300
    /// Rounds between two times that old deliveries are forgotten.
    private static let roundsBetweenSweeps = 3_600

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                var rounds = 0
                while true {
                    await startRound(in: &group, sweeps: rounds % Self.roundsBetweenSweeps == 0)
                    rounds += 1
                    do { try await Task.sleep(for: Self.interval) } catch { return }
                }
            }
        }
    }

    /// Plans and carries what is due now, and returns when it is carried.
    func carryOneRound() async {
        await withDiscardingTaskGroup { group in await startRound(in: &group, sweeps: false) }
    }

    /// Plans what has happened, and sends somebody to each receiver that nobody is on the way to.
    private func startRound(in group: inout DiscardingTaskGroup, sweeps: Bool) async {
        do throws(DeskError) {
            if sweeps { try await post.sweep() }
            while try await post.plan(), !Task.isCancelled {}
            for webhook in try await post.awaited() where underWay.begin(webhook) {
                group.addTask {
                    await carryAll(to: webhook)
                    underWay.end(webhook)
                }
            }
        } catch {
            // Broken off because the house ends; the next start does the rest.
            if Task.isCancelled { return }
            logger.error("round of webhooks ended", metadata: ["cause": "\(error.logged)"])
        }
    }

    /// Carries what is due to one receiver.
    private func carryAll(to webhook: UUIDv7) async {
        do throws(DeskError) {
            var count = 0
            repeat {
                let window = try await post.claim(
                    for: webhook,
                    atMost: Self.windowParcels,
                    lease: Self.lease
                )
                await withDiscardingTaskGroup { group in
                    for parcel in window { group.addTask { await carry(parcel) } }
                }
                count = window.count
            } while count == Self.windowParcels
                && !Task.isCancelled
        } catch {
            logger.error(
                "nothing was carried to a webhook",
                metadata: ["webhook": "\(webhook)", "cause": "\(error.logged)"]
            )
        }
    }

    private func carry(_ parcel: WebhookPost.Parcel) async {
        do throws(DeskError) {
            guard let announcement = parcel.announcement else {
                return try await post.drop(parcel)
            }
            let result = await sender.send(
                announcement.webhookMessage(tellingSubject: parcel.webhook.tellsSubject),
                id: parcel.delivery.id,
                to: parcel.webhook,
                at: now()
            )
            let isOff = try await post.settle(parcel, as: result)
            guard isOff else { return }
            logger.error(
                "a webhook is switched off: nothing reaches it",
                metadata: ["webhook": "\(parcel.webhook.id)"]
            )
        } catch {
            // The lease runs out and it goes again, under the same id.
            logger.error(
                "delivery to a webhook not settled",
                metadata: ["delivery": "\(parcel.delivery.id)", "cause": "\(error.logged)"]
            )
        }
    }
}

/// What an operator decides about webhooks.
///
/// - Configuration keys:
///   - `webhooks.allowed-networks` (list, default none): networks such as `10.1.0.0/16` that may be
///     told though they are not public; there also without TLS.
///   - `webhooks.timeout-seconds` (int, default 10, 1…60): for one attempt.
///   - and those of ``WebhookPost/Patience``.
struct WebhookSettings: Sendable {
    var allowedNetworks: [String] = []
    var timeoutSeconds = 10
    var patience = WebhookPost.Patience()
}

extension WebhookSettings {
    init(_ reader: inout SettingsReader) {
        allowedNetworks = reader.list("webhooks.allowed-networks")
        for network in allowedNetworks where !NetworkBounds.isNetwork(network) {
            reader.note("webhooks.allowed-networks", network, "must be a network like 10.1.0.0/16")
        }
        timeoutSeconds = reader.number("webhooks.timeout-seconds", default: 10, in: 1...60)
        patience.giveUpAfter =
            3_600 * Double(reader.number("webhooks.give-up-hours", default: 72, in: 1...720))
        patience.disableAfter =
            3_600 * Double(reader.number("webhooks.disable-hours", default: 120, in: 1...2_160))
        patience.keepFor =
            86_400 * Double(reader.number("webhooks.log-days", default: 30, in: 1...365))
    }
}

extension Daemon {
    /// Tells other systems what happens.
    func webhookCourier(_ store: any DurableStore, _ threads: Threads) -> WebhookCourier {
        WebhookCourier(
            post: WebhookPost(
                store: store,
                settings: configuration.desk,
                patience: configuration.webhooks.patience
            ),
            sender: WebhookSender(
                bounds: NetworkBounds(allowed: configuration.webhooks.allowedNetworks),
                timeout: configuration.webhooks.timeoutSeconds,
                threads: threads.names
            ),
            logger: logger
        )
    }
}
