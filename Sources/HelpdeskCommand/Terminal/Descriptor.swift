import Foundation

/// Reading and writing whole texts through descriptors, interrupted calls included.
enum Descriptor {
    /// Reads to the end.
    ///
    /// - Throws: ``CommandFailure/badInput(_:)`` past the limit.
    static func readAll(_ descriptor: Int32, atMost octetsMax: Int) throws(CommandFailure) -> Data {
        var bytes = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                let reason = Phrase.systemError(errno)
                throw .badInput(
                    Phrase(
                        "Det går inte att läsa: \(reason.swedish).",
                        "It cannot be read: \(reason.english)."
                    )
                )
            }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= octetsMax else {
                throw .badInput(
                    Phrase(
                        "Det är för långt: högst \(octetsMax) byte.",
                        "It is too long: at most \(octetsMax) bytes."
                    )
                )
            }
        }
    }

    /// Writes all of it.
    ///
    /// - Throws: ``CommandFailure/readerGone`` when the other end of a pipe is closed.
    static func write(_ bytes: Data, to descriptor: Int32) throws(CommandFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EPIPE { throw .readerGone }
            guard count > 0 else {
                let reason = Phrase.systemError(errno)
                throw .cannotWrite(
                    Phrase(
                        "Det går inte att skriva: \(reason.swedish).",
                        "It cannot be written: \(reason.english)."
                    )
                )
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes a new file that only this user can read; never touches one that is there.
    static func create(_ path: String, with bytes: Data) throws(CommandFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .cannotCreate(.systemError(errno, at: path))
        }
        defer { close(descriptor) }
        do throws(CommandFailure) {
            try write(bytes, to: descriptor)
            guard fsync(descriptor) == 0 || errno == EINVAL else {
                throw .cannotWrite(.systemError(errno, at: path))
            }
        } catch {
            unlink(path)
            throw error
        }
    }
}
