import Desk
import HTTPTypes
import Hummingbird
import NIOCore

extension StoredAnswer {
    /// 204: there is nothing to show.
    static let nothing = Self(status: HTTPResponse.Status.noContent.code, headers: [:], body: [])

    /// 201, with the address of the new thing where it has one of its own.
    static func created(
        _ body: some Encodable,
        at location: String? = nil,
        tag: TicketTag? = nil,
        status: HTTPResponse.Status = .created
    ) -> Self {
        var headers = ["Content-Type": "application/json; charset=utf-8"]
        if let location { headers["Location"] = location }
        if let tag { headers["ETag"] = tag.description }
        return Self(status: status.code, headers: headers, body: Array(JSON.bytes(body)))
    }

    /// The answer as it goes out, the first time and every other.
    var response: Response {
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields[name] = value
        }
        return Response(
            status: HTTPResponse.Status(code: status),
            headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}

extension Answered {
    /// The answer, rendered now or stored before.
    func response(_ render: (Value) -> StoredAnswer) -> Response {
        switch self {
        case .fresh(let value): render(value).response
        case .made(_, let answer), .stored(let answer): answer.response
        }
    }

    /// The answer where what is stored lacks something that is shown but once.
    func freshResponse(_ render: (Value) -> StoredAnswer) -> Response {
        switch self {
        case .fresh(let value), .made(let value, _): render(value).response
        case .stored(let answer): answer.response
        }
    }
}

extension RequestBody {
    /// What makes the request happen once, if it asks for that.
    func once<Value: Sendable>(
        _ request: Request,
        by staff: StaffIdentity,
        render: @escaping @Sendable (Value) -> StoredAnswer
    ) throws -> Once<Value>? {
        try idempotencyKey(request, by: staff).map { Once(key: $0, render: render) }
    }
}
