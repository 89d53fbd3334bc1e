import Foundation

/// Reads the octets after DATA up to the one true end, `CRLF . CRLF`.
///
/// A line ends in CRLF and in nothing else, so neither `LF . LF` nor any mixture of the two can end
/// a message and smuggle a second one behind it (CVE-2023-51764). A message that breaks a rule is
/// still read to its proper end, but no longer kept: the fault of its first bad line is its verdict.
struct LMTPMessageReader: Sendable {
    /// Why a message will not be delivered.
    enum Fault: Sendable, Equatable {
        case bareCarriageReturn
        case bareLineFeed
        case lineTooLong
        case overBudget
        case tooLarge
    }

    private(set) var fault: Fault?
    private(set) var message: [UInt8] = []
    private var partialLine: [UInt8] = []
    private var isAtLineStart = true
    private var bytesCount = 0
    private let messageBytesMax: Int
    private let lineBytesMax: Int

    init(limits: LMTPLimits) {
        messageBytesMax = limits.messageBytesMax
        lineBytesMax = limits.textLineBytesMax
    }

    var bufferedBytes: Int { message.count + partialLine.count }

    /// Stops keeping the message; what is still to come is read and dropped.
    mutating func fail(_ reason: Fault) {
        guard fault == nil else { return }
        fault = reason
        message = []
    }

    /// Takes what came.
    ///
    /// - Returns: how many octets belonged to the message, and whether its end was among them.
    mutating func read(_ raw: UnsafeRawBufferPointer) -> (usedBytes: Int, isComplete: Bool) {
        var position = 0
        var runStart = 0
        if !partialLine.isEmpty {
            guard let lineEnd = Self.lineEnd(in: raw, from: 0) else {
                keepPartialLine(raw[...])
                return (raw.count, false)
            }
            if finishPartialLine(raw[..<lineEnd]) { return (lineEnd, true) }
            position = lineEnd
            runStart = lineEnd
        }
        // Whole lines are copied in runs; a run ends only where a dot has to be dropped.
        while let lineEnd = Self.lineEnd(in: raw, from: position) {
            switch judge(raw, from: position, to: lineEnd) {
            case .keep:
                break
            case .keepWithoutDot:
                keep(raw[runStart..<position])
                runStart = position + 1
            case .end:
                keep(raw[runStart..<position])
                return (lineEnd, true)
            }
            position = lineEnd
        }
        keep(raw[runStart..<position])
        keepPartialLine(raw[position...])
        return (raw.count, false)
    }

    private enum Verdict {
        case keep
        case keepWithoutDot
        case end
    }

    /// Says what a line is that ends in LF; the first fault of the message is noted.
    private mutating func judge(
        _ raw: UnsafeRawBufferPointer,
        from start: Int,
        to end: Int
    ) -> Verdict {
        let wasAtLineStart = isAtLineStart
        let endsInCRLF = end - start >= 2 && raw[end - 2] == Octet.carriageReturn
        isAtLineStart = endsInCRLF
        let isDotted = wasAtLineStart && raw[start] == Octet.dot
        if isDotted, endsInCRLF, end - start == 3 { return .end }
        guard fault == nil else { return .keep }
        if end - start > lineBytesMax {
            fail(.lineTooLong)
        } else if !endsInCRLF {
            fail(.bareLineFeed)
        } else if Self.hasCarriageReturn(raw, from: start, to: end - 2) {
            fail(.bareCarriageReturn)
        } else {
            bytesCount += end - start - (isDotted ? 1 : 0)
            if bytesCount > messageBytesMax { fail(.tooLarge) }
        }
        return isDotted ? .keepWithoutDot : .keep
    }

    private mutating func keep(_ run: Slice<UnsafeRawBufferPointer>) {
        guard fault == nil, !run.isEmpty else { return }
        message.append(contentsOf: UnsafeRawBufferPointer(rebasing: run))
    }

    private mutating func keepPartialLine(_ rest: Slice<UnsafeRawBufferPointer>) {
        partialLine.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest))
        guard partialLine.count >= lineBytesMax, let last = partialLine.last else { return }
        // Its LF is still to come, so it is too long already; the last octet may be the CR of it.
        fail(.lineTooLong)
        partialLine = [last]
        isAtLineStart = false
    }

    /// Completes the line that an earlier call began.
    ///
    /// - Returns: true when it is the end of the message.
    private mutating func finishPartialLine(_ rest: Slice<UnsafeRawBufferPointer>) -> Bool {
        var line: [UInt8] = []
        swap(&line, &partialLine)
        line.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest))
        return line.withUnsafeBytes { raw in
            switch judge(raw, from: 0, to: raw.count) {
            case .keep: keep(raw[...])
            case .keepWithoutDot: keep(raw[1...])
            case .end: return true
            }
            return false
        }
    }

    /// Index after the next LF.
    private static func lineEnd(in raw: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < raw.count, let base = raw.baseAddress else { return nil }
        guard let found = memchr(base + start, Int32(Octet.lineFeed), raw.count - start) else {
            return nil
        }
        return UnsafeRawPointer(found) - base + 1
    }

    private static func hasCarriageReturn(
        _ raw: UnsafeRawBufferPointer,
        from start: Int,
        to end: Int
    ) -> Bool {
        guard start < end, let base = raw.baseAddress else { return false }
        return memchr(base + start, Int32(Octet.carriageReturn), end - start) != nil
    }
}
