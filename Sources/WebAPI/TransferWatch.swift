import NIOCore

/// What moves on one connection, or one stream of HTTP/2, and whether it moves fast enough.
///
/// While a request comes in, or something of an answer waits to go out, each stretch of `time` must end
/// it or move ``rateMin``. The first stretch begins with the transfer, not with the connection: what came
/// before takes nothing from it, and an answer of which nothing waits, such as a stream of events, has
/// all the time there is.
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
    private var piecesWaiting = 0
    private var movedBytes = 0
    private var movedBytesBefore = 0
    /// When the stretch ends.
    private(set) var end = NIODeadline.distantFuture

    /// - Parameter time: how long a stretch is.
    init(time: TimeAmount) { self.time = time }

    private var isUnderWay: Bool { isReceiving || piecesWaiting > 0 }

    /// A request begins to come in.
    mutating func beginRequest(at moment: NIODeadline) {
        begin(at: moment)
        isReceiving = true
    }

    private mutating func begin(at moment: NIODeadline) {
        guard !isUnderWay else { return }
        end = moment + time
        movedBytesBefore = movedBytes
    }

    /// Octets of a request came in.
    mutating func receive(_ bytes: Int) { movedBytes += bytes }

    /// The request is there.
    mutating func endRequest() { isReceiving = false }

    /// A piece of an answer was written, and waits to go out.
    mutating func put(at moment: NIODeadline) {
        begin(at: moment)
        piecesWaiting += 1
    }

    /// A piece of so many octets has gone out, or never will.
    mutating func send(_ bytes: Int) {
        piecesWaiting -= 1
        movedBytes += bytes
    }

    /// Judges the stretch where it has ended, and begins the next.
    mutating func look(at moment: NIODeadline) -> Finding {
        guard isUnderWay else { return .idle }
        guard moment >= end else { return .moving }
        let wanted = Double(Self.rateMin) * Double(time.nanoseconds) / 1_000_000_000
        if Double(movedBytes - movedBytesBefore) < wanted { return .stuck }
        movedBytesBefore = movedBytes
        end = moment + time
        return .moving
    }
}
