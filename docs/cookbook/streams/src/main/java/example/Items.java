package example;

import java.util.Iterator;
import java.util.concurrent.Flow;

/** Publishes what an iterator has, as it is requested. */
record Items<T>(Iterator<T> items) implements Flow.Publisher<T> {
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            private boolean over;

            @Override
            public void request(long count) {
                for (long i = 0; i < count && !over; i++) {
                    if (items.hasNext()) {
                        subscriber.onNext(items.next());
                    } else {
                        over = true;
                        subscriber.onComplete();
                    }
                }
            }

            @Override
            public void cancel() {
                over = true;
            }
        });
    }
}
