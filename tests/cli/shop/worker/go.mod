module shop/worker
