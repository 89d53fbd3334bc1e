import Foundation
import Synchronization

/// Attempts to log in that nobody looked at, until the record of access has them.
///
/// Of one name and place the first is written down at once and the others within a minute as one line
/// with how many they were: a thousand guesses make no thousand lines.
final class UnseenSignIns: Sendable {
    /// What is counted together.
    struct Key: Hashable, Sendable {
        /// The name as failures are counted for it; empty for all that there is no room for.
        var name: String
        var origin: Origin
        var outcome: AccessRecord.Outcome
    }

    /// A line that is due.
    struct Line: Equatable, Sendable {
        var key: Key
        var times: Int
        /// When the last of them was.
        var at: Date
    }

    private struct Window {
        let began: Date
        var times = 0
        var lastAt: Date
    }

    /// How long those of one name and place are counted together.
    static let window: TimeInterval = 60
    /// The most names and places at a time; what goes past it is counted as one.
    static let keysMax = 1_024

    private let windows = Mutex<[Key: Window]>([:])

    /// Counts one, and says which lines are due.
    func note(_ wanted: Key, at moment: Date) -> [Line] {
        windows.withLock { windows in
            var due = Self.takeEnded(from: &windows, at: moment)
            var key = wanted
            if windows[key] == nil, windows.count >= Self.keysMax {
                key = Key(name: "", origin: Origin(), outcome: wanted.outcome)
            }
            if var window = windows[key] {
                (window.times, window.lastAt) = (window.times + 1, moment)
                windows[key] = window
            } else {
                windows[key] = Window(began: moment, lastAt: moment)
                due.append(Line(key: key, times: 1, at: moment))
            }
            return due
        }
    }

    /// Those of minutes that are over.
    func due(at moment: Date) -> [Line] {
        windows.withLock { Self.takeEnded(from: &$0, at: moment) }
    }

    private static func takeEnded(from windows: inout [Key: Window], at moment: Date) -> [Line] {
        // A clock that was set back ends them too.
        let ended = windows.filter { abs(moment.timeIntervalSince($0.value.began)) >= window }
        for key in ended.keys { windows[key] = nil }
        return ended.filter { $0.value.times > 0 }
            .map { Line(key: $0.key, times: $0.value.times, at: $0.value.lastAt) }
            .sorted { $0.at < $1.at }
    }
}
