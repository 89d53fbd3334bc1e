import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird
import JSONText
import NIOCore

/// Values to JSON and answers.
enum JSON {
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    /// The octets of a value; every body of the API can be written.
    static func bytes(_ value: some Encodable) -> Data {
        written(value).map { Data($0) } ?? encoded(value)
    }

    /// The octets of a body that is asked for so often that it has a writer of its own.
    private static func written(_ value: some Encodable) -> [UInt8]? {
        switch value {
        case let ticket as TicketBody:
            var json = JSONOctets(capacity: 1_500)
            ticket.write(to: &json)
            return json.bytes
        case let page as Page<TicketBody>:
            var json = JSONOctets(capacity: 1_500 * page.items.count + 100)
            page.write(to: &json)
            return json.bytes
        default:
            return nil
        }
    }

    /// What Foundation writes; the bodies that are asked for most are written without it.
    static func encoded(_ value: some Encodable) -> Data {
        do {
            return try encoder.encode(value)
        } catch {
            preconditionFailure("a body of the API holds a number JSON does not know: \(error)")
        }
    }

    static func buffer(_ value: some Encodable) -> ByteBuffer {
        written(value).map { ByteBuffer(bytes: $0) } ?? ByteBuffer(bytes: encoded(value))
    }

    static func answer(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        answer(written: buffer(value), status: status, headers: headers)
    }

    /// Answers with a body that is written already.
    static func answer(
        written octets: ByteBuffer,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: octets)
        )
    }
}
