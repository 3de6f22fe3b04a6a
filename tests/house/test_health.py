def test_health_answers_without_login(client):
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_the_cast_is_in_both_databases(inside, cast):
    assert cast.eve.roles == {"evaluator"}
    assert cast.talk("A1").agent == cast.agent("ayse")
    assert cast.talk("B1").team == cast.team("beta")
