public import Foundation

extension Ticket {
    /// When it next wants something of the desk without anybody doing anything; nil for never.
    public var nextAlarm: Date? {
        ([snoozedUntil, followUpAt].compactMap(\.self) + clocks.alarms.values).min()
    }

    /// Puts it out of the way until a moment, or takes it back with nil.
    mutating func snooze(until wanted: Date?, at moment: Date) throws(DeskError) {
        guard wanted == nil || state.isActive else {
            throw .wrongState(
                detail: "The ticket is \(state.rawValue): there is nothing to wait for."
            )
        }
        snoozedUntil = wanted
        touch(at: moment)
    }

    /// Wants to be reminded of it at a moment, or no longer.
    mutating func followUp(at wanted: Date?, at moment: Date) throws(DeskError) {
        guard wanted == nil || state.isActive else {
            throw .wrongState(
                detail: "The ticket is \(state.rawValue): there is nothing to follow up."
            )
        }
        followUpAt = wanted
        touch(at: moment)
    }

    /// Does what is due, and says what that was; nothing when nothing is.
    mutating func ring(at moment: Date) -> [(kind: TicketEvent.Kind, details: [String: String])] {
        var facts: [(kind: TicketEvent.Kind, details: [String: String])] = []
        if let snoozedUntil, snoozedUntil <= moment {
            self.snoozedUntil = nil
            facts.append((.woken, [:]))
        }
        if let followUpAt, followUpAt <= moment {
            self.followUpAt = nil
            // Whoever waits for the citizen wanted to ask again.
            if state == .waiting { state = .open }
            facts.append((.followUpDue, [:]))
        }
        if !facts.isEmpty { touch(at: moment) }
        return facts
    }
}
