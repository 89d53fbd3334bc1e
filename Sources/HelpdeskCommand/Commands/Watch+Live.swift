import DeskAPI
import Foundation
import Synchronization

/// The live view of `helpdesk watch`, from the first picture to the key that ends it.
final class LiveWatch: Sendable {
    private let clerk: Clerk
    private let filters: WatchFilters
    private let wantsBell: Bool
    private let state = Mutex(State())
    private let began = ContinuousClock.now

    private struct State {
        var board = WatchBoard()
        var cursor: String?
        var wantsRefresh = false
        /// True while the desk tells by itself that something happened.
        var isTold = false
        var rings = false
    }

    init(_ clerk: Clerk, _ filters: WatchFilters, bell: Bool) {
        self.clerk = clerk
        self.filters = filters
        wantsBell = bell
    }

    /// Shows it until somebody has seen enough.
    func run() async throws(CommandFailure) {
        let screen = try Screen(clerk.surroundings)
        let outcome = await withTaskGroup(of: CommandFailure?.self) { group in
            group.addTask { await self.fetching() }
            group.addTask { await self.drawing(on: screen) }
            group.addTask { await self.listening() }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        screen.end()
        if let outcome { throw outcome }
    }

    /// Asks the desk again and again; a desk that is away for a while does not end the view.
    private func fetching() async -> CommandFailure? {
        while !Task.isCancelled {
            do throws(CommandFailure) {
                try await fetch()
            } catch {
                if error.isNotPermitted { return error }
                state.withLock { $0.board.problem = error }
            }
            await pause()
        }
        return nil
    }

    private func fetch() async throws(CommandFailure) {
        let tickets = try await clerk.client.send(filters.request.asking("order", "due"))
            .decoded(as: Page<TicketBody>.self)
        let latest = try await clerk.client.send(filters.request)
            .decoded(as: Page<TicketBody>.self).items
        let cursor = state.withLock { $0.cursor }
        let news = try await clerk.client.send(
            .get("watched-events").asking("limit", "100").asking("cursor", cursor)
        )
        .decoded(as: WatchedEventsBody.self)
        let incidents = await clerk.openIncidents()
        let moment = now
        state.withLock { state in
            state.board.incidents = incidents ?? state.board.incidents
            let arrived = state.board.take(
                tickets: tickets.items,
                hasMore: tickets.next != nil,
                latest: latest,
                events: news.items,
                at: moment
            )
            state.cursor = news.next ?? state.cursor
            state.rings = state.rings || arrived > 0 && wantsBell
        }
    }

    /// Is woken by what happens, so that nothing has to be asked for meanwhile; a desk that does
    /// not tell is asked again and again.
    private func listening() async -> CommandFailure? {
        let place = Mutex<String?>(nil)
        let request = DeskRequest.get("events").asking("queue", filters.queue)
        while !Task.isCancelled {
            do throws(CommandFailure) {
                try await clerk.client.listen(to: request, after: place.withLock { $0 }) { event in
                    place.withLock { $0 = event.place ?? $0 }
                    self.state.withLock { state in
                        state.isTold = true
                        state.wantsRefresh = state.wantsRefresh || event.kind != "ready"
                    }
                }
            } catch {
                // Too long away: what was missed is seen by looking.
                if case .refused = error { place.withLock { $0 = nil } }
            }
            // Nobody tells any more: whether the desk is still there is seen by looking.
            state.withLock { state in
                state.wantsRefresh = state.wantsRefresh || state.isTold
                state.isTold = false
            }
            // Cancelled means that the view has ended.
            try? await Task.sleep(for: clerk.surroundings.limits.watchPause)
        }
        return nil
    }

    /// Waits for the next look, unless somebody cannot wait.
    private func pause() async {
        let limits = clerk.surroundings.limits
        // However much happens, the desk is not asked without end.
        try? await Task.sleep(for: limits.refreshPause)
        let start = ContinuousClock.now
        while !Task.isCancelled {
            let (isWanted, isTold) = state.withLock { state in
                defer { state.wantsRefresh = false }
                return (state.wantsRefresh, state.isTold)
            }
            // Who was told when the pause began may be told no longer.
            let end = start + (isTold ? limits.toldPause : limits.watchPause)
            if isWanted || ContinuousClock.now >= end { return }
            // Cancelled means that the view has ended.
            try? await Task.sleep(for: clerk.surroundings.limits.keyPause)
        }
    }

    /// Draws what is new, at the size that the terminal has now, and listens to the keys.
    private func drawing(on screen: Screen) async -> CommandFailure? {
        var shown: [Line] = []
        var size = (columns: 0, rows: 0)
        while !Task.isCancelled {
            switch screen.key() {
            case .quit: return nil
            case .refresh:
                state.withLock { $0.wantsRefresh = true }
                shown = []
            case nil: break
            }
            let current = clerk.surroundings.screen ?? (80, 24)
            let (board, rings) = state.withLock { state in
                defer { state.rings = false }
                return (state.board, state.rings)
            }
            var reader = clerk.reader
            reader.now = now
            reader.width = current.columns
            let picture = board.picture(rows: current.rows, for: reader)
            if picture != shown || current != size || rings {
                do throws(CommandFailure) {
                    try screen.draw(picture, columns: current.columns, bell: rings)
                } catch {
                    return error
                }
                (shown, size) = (picture, current)
            }
            do { try await Task.sleep(for: clerk.surroundings.limits.keyPause) } catch { break }
        }
        return nil
    }

    /// The moment, counted from when the command began.
    private var now: Date { clerk.surroundings.now(since: began) }
}

/// Which tickets the live view is about.
struct WatchFilters: Sendable {
    var queue: String?
    var assignee: String?

    fileprivate var request: DeskRequest {
        .get("tickets").asking("queue", queue).asking("assignee", assignee)
            .asking("snoozed", "false").asking("limit", "100")
    }
}
