import NIOCore

/// What moves on one connection, and whether it moves fast enough.
///
/// While a request comes in or an answer goes out, each stretch of `time` must end it or move
/// ``rateMin``. The first stretch begins with the transfer, not with the connection: what came before
/// takes nothing from it.
struct TransferWatch {
    /// Octets a second without which a transfer counts as stuck.
    static let rateMin = 10_000

    /// What a look at the connection comes to.
    enum Finding: Equatable {
        /// Nothing is under way.
        case idle
        /// Look again when the stretch ends.
        case moving
        /// Cut it off.
        case stuck
    }

    private let time: TimeAmount
    private(set) var isReceiving = false
    private var answersUnderWay = 0
    private var movedBytes = 0
    private var movedBytesBefore = 0
    /// When the stretch ends.
    private(set) var end = NIODeadline.distantFuture

    /// - Parameter time: how long a stretch is.
    init(time: TimeAmount) { self.time = time }

    private var isUnderWay: Bool { isReceiving || answersUnderWay > 0 }

    /// A request begins to come in.
    mutating func beginRequest(at moment: NIODeadline) {
        begin(at: moment)
        isReceiving = true
    }

    /// An answer begins to go out.
    mutating func beginAnswer(at moment: NIODeadline) {
        begin(at: moment)
        answersUnderWay += 1
    }

    private mutating func begin(at moment: NIODeadline) {
        guard !isUnderWay else { return }
        end = moment + time
        // All that was written has gone out, or it would be under way.
        movedBytesBefore = movedBytes
    }

    /// Octets came in, or were written.
    mutating func move(_ bytes: Int) { movedBytes += bytes }

    /// The request is there.
    mutating func endRequest() { isReceiving = false }

    /// An answer has gone out.
    mutating func endAnswer() { answersUnderWay -= 1 }

    /// Judges the stretch where it has ended, and begins the next.
    ///
    /// - Parameters:
    ///   - moment: now.
    ///   - queued: octets that were written and have not moved yet.
    /// - Returns: what is to be done about it.
    mutating func look(at moment: NIODeadline, queued: Int) -> Finding {
        guard isUnderWay else { return .idle }
        guard moment >= end else { return .moving }
        let moved = movedBytes - queued
        let wanted = Double(Self.rateMin) * Double(time.nanoseconds) / 1_000_000_000
        let isSlow = Double(moved - movedBytesBefore) < wanted
        // Where nothing is queued, it is the desk that has written no more yet.
        if isSlow, isReceiving || queued > 0 { return .stuck }
        movedBytesBefore = moved
        end = moment + time
        return .moving
    }
}
