/// Texts laid out one after the other, each ended by NUL, as C wants an array of them.
struct CStrings {
    private var octets: [UInt8] = []
    private var offsets: [Int] = []

    init(_ texts: [String]) {
        for text in texts {
            precondition(!text.utf8.contains(0), "refused before it came here")
            offsets.append(octets.count)
            octets.append(contentsOf: text.utf8)
            octets.append(0)
        }
    }

    func withPointers<Value>(_ body: ([UnsafePointer<CChar>?]) -> Value) -> Value {
        octets.withUnsafeBytes { raw in
            body(
                offsets.map {
                    raw.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self)
                }
            )
        }
    }
}

/// The values of a statement's parameters as libpq takes them.
///
/// All but octets go in their text form, which the server reads as whatever type it inferred.
/// Octets go as they are: their text form would be twice as long.
struct ParameterBuffer {
    private var octets: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Lays the values out; `types` is what the server inferred, one for each value.
    init(_ values: [PostgreSQLValue], types: [UInt32]) throws(PostgreSQLError) {
        guard values.count == types.count else {
            let reason = PostgreSQLError.Unsendable.parameterCount(
                wanted: types.count,
                given: values.count
            )
            throw .unsendable(position: 0, reason: reason)
        }
        for (index, value) in values.enumerated() {
            do throws(Refusal) {
                try append(value, type: types[index])
            } catch {
                throw .unsendable(position: index + 1, reason: error.reason)
            }
        }
    }

    /// Why one value cannot be sent; its position is the caller's to add.
    private struct Refusal: Error {
        let reason: PostgreSQLError.Unsendable
    }

    private mutating func append(_ value: PostgreSQLValue, type: UInt32) throws(Refusal) {
        switch value {
        case .null:
            offsets.append(nil)
            lengths.append(0)
            formats.append(0)
        case .int(let number): append(text: "\(number)")
        case .double(let number): append(text: "\(number)")
        case .bool(let truth): append(text: truth ? "t" : "f")
        case .text(let text):
            // libpq would read as far as the NUL and store half of it.
            guard !text.utf8.contains(0) else { throw Refusal(reason: .containsNUL) }
            append(text: text)
        case .bytes(let bytes):
            guard type == PostgreSQLType.bytes else { throw Refusal(reason: .bytesForAnotherType) }
            guard let length = Int32(exactly: bytes.count) else { throw Refusal(reason: .tooLong) }
            append(octets: bytes, length: length, format: 1)
        }
    }

    private mutating func append(text: String) { append(octets: text.utf8, length: 0, format: 0) }

    private mutating func append(octets some: some Collection<UInt8>, length: Int32, format: Int32)
    {
        offsets.append(octets.count)
        lengths.append(length)
        formats.append(format)
        octets.append(contentsOf: some)
        octets.append(0)
    }

    /// How many octets they are, with what ends each.
    var octetsCount: Int { octets.count }

    func withPointers<Value>(
        _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Value
    ) -> Value {
        octets.withUnsafeBytes { raw in
            let values = offsets.map { offset in
                offset.flatMap { raw.baseAddress?.advanced(by: $0) }?
                    .assumingMemoryBound(to: CChar.self)
            }
            return body(values, lengths, formats)
        }
    }
}
