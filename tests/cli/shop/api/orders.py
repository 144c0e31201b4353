import os
import structlog
from prometheus_client import Counter

log = structlog.get_logger(__name__)
ORDERS = Counter("shop_orders_total", "Orders placed", ["country"])
STRIPE_KEY = os.environ["STRIPE_API_KEY"]


def place(order):
    log.info("order placed", order=order.id, country=order.country)
    ORDERS.labels(country=order.country).inc()
    try:
        charge(order)
    except CardError:
        log.error("card refused", order=order.id)
        raise
