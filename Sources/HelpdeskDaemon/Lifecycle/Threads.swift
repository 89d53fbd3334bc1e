import NIOPosix

/// The threads on which C libraries block, each kind with its own so that none starves another.
struct Threads: Sendable {
    let directory = NIOThreadPool(numberOfThreads: 4)
    let reading = NIOThreadPool(numberOfThreads: 2)
    let submission = NIOThreadPool(numberOfThreads: 4)
    let retrieval = NIOThreadPool(numberOfThreads: 1)
    let learning = NIOThreadPool(numberOfThreads: 1)
    let names = NIOThreadPool(numberOfThreads: 4)

    private var all: [NIOThreadPool] {
        [directory, reading, submission, retrieval, learning, names]
    }

    init() {
        for pool in all { pool.start() }
    }

    func shutDown() async {
        for pool in all {
            // What still runs on them has its own time limits; nothing of it is lost by leaving.
            try? await pool.shutdownGracefully()
        }
    }
}
