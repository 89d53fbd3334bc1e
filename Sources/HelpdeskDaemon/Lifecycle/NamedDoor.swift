import Glibc
import NIOCore
import ServiceLifecycle

/// A door that says which one it is when it cannot open.
struct NamedDoor<Base: Service>: Service {
    let base: Base
    /// The setting that says where it listens.
    let key: String
    let address: String

    func run() async throws {
        do {
            try await base.run()
        } catch let error as IOError {
            throw Shut(key: key, address: address, errnoCode: error.errnoCode)
        }
    }

    /// The system does not let us listen there.
    struct Shut: Error, CustomStringConvertible {
        let key: String
        let address: String
        let errnoCode: CInt

        var description: String {
            "nothing can listen at \(key) \(address): \(String(cString: strerror(errnoCode)))"
        }
    }
}
