import CResolver
import Glibc

extension DNSAnswer {
    /// As many records as are read of one answer.
    static let recordsMax = 64

    /// Reads the answers of a kind out of a message (RFC 1035 §4.1).
    ///
    /// - Returns: nil when it cannot be read; a record that cannot is left out.
    init?(message: ArraySlice<UInt8>, _ kind: DNSRecordKind) {
        let octets = Array(message)
        let read = octets.withUnsafeBufferPointer { buffer -> DNSAnswer? in
            guard let start = buffer.baseAddress else { return nil }
            var parsed = ns_msg()
            guard ns_initparse(start, Int32(buffer.count), &parsed) == 0 else { return nil }
            let count = withUnsafeBytes(of: parsed._counts) {
                Int($0.load(fromByteOffset: Int(ns_s_an.rawValue) * 2, as: UInt16.self))
            }
            var answer = DNSAnswer(records: [], timeToLive: .seconds(UInt32.max))
            for place in 0..<min(count, Self.recordsMax) {
                var raw = ns_rr()
                guard ns_parserr(&parsed, ns_s_an, Int32(place), &raw) == 0 else { return nil }
                // The aliases that led here (CNAME) bound the time too.
                answer.timeToLive = min(answer.timeToLive, .seconds(raw.ttl))
                guard raw.type == kind.rawValue, let data = raw.rdata else { continue }
                let reader = RecordReader(
                    message: buffer,
                    data: UnsafeBufferPointer(start: data, count: Int(raw.rdlength))
                )
                if let record = reader.record(kind) { answer.records.append(record) }
            }
            return answer
        }
        guard let read else { return nil }
        self = read
    }
}

/// Reads the data of one record.
private struct RecordReader {
    let message: UnsafeBufferPointer<UInt8>
    let data: UnsafeBufferPointer<UInt8>

    func record(_ kind: DNSRecordKind) -> DNSRecord? {
        switch kind {
        case .a: return data.count == 4 ? address(AF_INET) : nil
        case .aaaa: return data.count == 16 ? address(AF_INET6) : nil
        case .srv:
            guard data.count > 6, let target = name(at: 6) else { return nil }
            return .service(
                DNSRecord.Service(
                    priority: number(at: 0),
                    weight: number(at: 2),
                    port: number(at: 4),
                    target: target
                )
            )
        case .naptr: return pointer()
        }
    }

    private func pointer() -> DNSRecord? {
        guard data.count > 4, let flags = string(at: 4),
            let service = string(at: flags.end), let expression = string(at: service.end),
            let replacement = name(at: expression.end)
        else { return nil }
        return .pointer(
            DNSRecord.Pointer(
                order: number(at: 0),
                preference: number(at: 2),
                flags: flags.text,
                service: service.text,
                replacement: replacement
            )
        )
    }

    private func number(at place: Int) -> UInt16 {
        UInt16(data[place]) << 8 | UInt16(data[place + 1])
    }

    private func string(at place: Int) -> (text: String, end: Int)? {
        guard place < data.count else { return nil }
        let end = place + 1 + Int(data[place])
        guard end <= data.count else { return nil }
        return (String(decoding: data[(place + 1)..<end], as: UTF8.self), end)
    }

    private func name(at place: Int) -> String? {
        guard place < data.count, let start = data.baseAddress, let whole = message.baseAddress
        else { return nil }
        var text = [CChar](repeating: 0, count: Int(NS_MAXDNAME))
        let size = cresolver_name(
            whole,
            Int32(message.count),
            start + place,
            &text,
            Int32(text.count)
        )
        guard size >= 0 else { return nil }
        let name = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return name.isEmpty ? "." : String(decoding: name, as: UTF8.self)
    }

    private func address(_ family: Int32) -> DNSRecord? {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, data.baseAddress, &text, socklen_t(text.count)) != nil else {
            return nil
        }
        let characters = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return .address(String(decoding: characters, as: UTF8.self))
    }
}
